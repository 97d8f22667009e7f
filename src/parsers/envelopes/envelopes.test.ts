import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ParsedRecord } from '../../event/event.ts';
import { decodeObject } from '../decode.ts';
import { defaultDecodeLimits } from '../parser.ts';

const event = `{"eventVersion":"1.11", "eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"e1"}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const gzipped = (text: string) => gzipSync(text).toString('base64');
const subscription = (message: string) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'g',
  logStream: 's',
  logEvents: [{ id: '1', timestamp: 1_700_000_000_000, message }],
});

/** Each puts one envelope around a JSON text. */
const envelopes: Readonly<Record<string, (inner: string) => string>> = {
  'an EventBridge event': (inner) =>
    `{"version":"0","id":"e","detail-type":"t","source":"aws.x","detail":${inner}}`,
  'an SNS notification': (inner) =>
    JSON.stringify({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t',
      Message: inner,
    }),
  'the SNS event of a function': (inner) =>
    JSON.stringify({ Records: [{ EventSource: 'aws:sns', Sns: { Message: inner } }] }),
  'the SQS event of a function': (inner) =>
    JSON.stringify({ Records: [{ eventSource: 'aws:sqs', messageId: 'm', body: inner }] }),
  'the answer of ReceiveMessage': (inner) =>
    JSON.stringify({ Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: inner }] }),
  'a Kinesis event': (inner) =>
    JSON.stringify({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data: base64(inner) } }] }),
  'a Kinesis event, compressed': (inner) =>
    JSON.stringify({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data: gzipped(inner) } }] }),
  'a Firehose event': (inner) =>
    JSON.stringify({ invocationId: 'i', records: [{ recordId: 'r', data: base64(inner) }] }),
  'a Firehose request': (inner) =>
    JSON.stringify({ requestId: 'q', timestamp: 1, records: [{ data: gzipped(inner) }] }),
  'a log subscription': (inner) => JSON.stringify(subscription(inner)),
  'a log subscription with its events first': (inner) =>
    JSON.stringify(Object.fromEntries(Object.entries(subscription(inner)).toReversed())),
  'the log event of a function': (inner) =>
    JSON.stringify({ awslogs: { data: gzipped(JSON.stringify(subscription(inner))) } }),
  'an answer of LookupEvents': (inner) =>
    JSON.stringify({ Events: [{ EventId: 'e', CloudTrailEvent: inner }], NextToken: 'n' }),
  'the answer of get-log-events': (inner) =>
    JSON.stringify({ events: [{ timestamp: 1, ingestionTime: 2, message: inner }] }),
  'a log shipper': (inner) => JSON.stringify({ '@timestamp': '2026-11-21T08:00:00Z', message: inner }),
  'pretty printing': (inner) => JSON.stringify({ Records: [JSON.parse(inner)] }, null, 2),
  'an array': (inner) => `[ ${inner} ]`,
};

suite('takes off', () => {
  for (const [name, wrap] of Object.entries(envelopes)) {
    test(name, async () => {
      const { records, codes } = await decode(wrap(event));
      assert.deepEqual(
        [records.map(({ logType, fields }) => [logType, fields.eventID]), codes],
        [[['aws.cloudtrail', 'e1']], []],
      );
      if (name !== 'pretty printing') assert.equal(textOf(records[0]), event);
    });
  }

  test('any of them around any other, up to the limit', async () => {
    // A bare array is framing: it stands outermost or not at all.
    const names = Object.keys(envelopes).filter((name) => name !== 'an array');
    const stack = fc.array(fc.constantFrom(...names), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(stack, async (around) => {
        const text = around.reduce((inner, name) => envelopes[name]?.(inner) ?? inner, event);
        const { records, codes } = await decode(text, 20);
        assert.deepEqual(
          [records.map(({ logType, fields }) => [logType, fields]), codes],
          [[['aws.cloudtrail', JSON.parse(event)]], []],
        );
      }),
      { numRuns: 200 },
    );
  });

  test('more of them than the limit end in one dead letter', async () => {
    let text = event;
    for (let level = 0; level < 12; level += 1)
      text = envelopes['the SQS event of a function']?.(text) ?? text;
    assert.deepEqual(await decode(text), { records: [], codes: ['TW_RECORD_TOO_DEEP'] });
  });
});

suite('keeps what envelopes say', () => {
  test('EventBridge', async () => {
    const outer = {
      account: '111122223333',
      region: 'eu-west-1',
      time: '2026-11-21T08:00:00Z',
      id: 'e7',
      source: 's',
      'detail-type': 't',
    };
    const { records } = await decode(JSON.stringify({ ...outer, detail: JSON.parse(event) }));
    const { accountId, region, timeMs, id } = records[0]?.envelope ?? {};
    assert.deepEqual(
      [accountId, region, timeMs, id],
      ['111122223333', 'eu-west-1', Date.parse(outer.time), 'e7'],
    );
  });

  test('a log subscription, and the account and region that a log event names', async () => {
    const value = subscription('hello');
    Object.assign(value.logEvents[0] ?? {}, {
      extractedFields: { '@aws.account': '444455556666', '@aws.region': 'us-west-2' },
    });
    const { records } = await decode(JSON.stringify(value));
    assert.deepEqual(records[0]?.envelope, {
      accountId: '444455556666',
      region: 'us-west-2',
      logGroup: 'g',
      logStream: 's',
      timeMs: 1_700_000_000_000,
      id: '1',
    });
    assert.deepEqual(
      [records[0]?.logType, records[0]?.fields.message, textOf(records[0])],
      ['aws.cloudwatch_logs', 'hello', 'hello'],
    );
  });

  test('a transport’s id is not given to records that share it', async () => {
    const { records } = await decode(envelopes['a Kinesis event']?.(`${event}\n${event}`) ?? '');
    assert.deepEqual(
      records.map(({ envelope }) => envelope.id),
      [undefined, undefined],
    );
  });
});

suite('log messages', () => {
  test('a control message is no record', async () => {
    const control = {
      ...subscription('CWL CONTROL MESSAGE: Checking health'),
      messageType: 'CONTROL_MESSAGE',
    };
    assert.deepEqual(await decode(JSON.stringify(control)), { records: [], codes: [] });
  });

  test('several subscriptions one after another', async () => {
    const text = [subscription('a'), subscription('b'), subscription('c')]
      .map((value) => JSON.stringify(value))
      .join('');
    const { records } = await decode(gzipped(text), undefined, 'base64');
    assert.deepEqual(records.map(textOf), ['a', 'b', 'c']);
  });

  test('flow logs and Kubernetes audit events are what they are', async () => {
    const flow =
      '2 111122223333 eni-0123456789abcdef0 10.0.0.1 10.0.0.2 443 51000 6 10 840 1700000000 1700000060 ACCEPT OK';
    const audit = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","verb":"get"}';
    const { records } = await decode(
      [flow, audit].map((message) => JSON.stringify(subscription(message))).join('\n'),
    );
    assert.deepEqual(
      records.map(({ logType }) => logType),
      ['aws.vpcflow', 'aws.eks_audit'],
    );
    assert.equal(records[0]?.fields.srcaddr, '10.0.0.1');
  });
});

suite('what is not an envelope after all', () => {
  const whole: Readonly<Record<string, readonly [string, string]>> = {
    'an EventBridge event of another service': [
      'aws.eventbridge',
      '{"source":"my.app","detail-type":"order","detail":{"order":1}}',
    ],
    'an SNS notification with words': [
      'aws.sns',
      '{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-1:1:t","Message":"{disk} full"}',
    ],
    'an application’s own list': ['app.json', '{"user":"a","events":[{"click":1},{"click":2}]}'],
    'a message that only looks like JSON': [
      'app.json',
      '{"@timestamp":"2026-11-21T08:00:00Z","message":"{oops"}',
    ],
  };
  for (const [name, [logType, text]] of Object.entries(whole)) {
    test(name, async () => {
      const { records } = await decode(text);
      assert.deepEqual(
        records.map((record) => [record.logType, textOf(record)]),
        [[logType, text]],
      );
    });
  }

  test('a payload that cannot be decompressed is one dead letter', async () => {
    const data = gzipSync(event).subarray(0, 30).toString('base64');
    const { records, codes } = await decode(
      JSON.stringify({ Records: [{ kinesis: { data } }, JSON.parse(event)] }),
    );
    assert.deepEqual([records.length, codes], [1, ['TW_DECOMPRESS_FAILED']]);
  });
});

async function decode(
  text: string,
  envelopesMax = defaultDecodeLimits.envelopesMax,
  encoding: 'utf8' | 'base64' = 'utf8',
): Promise<{ records: ParsedRecord[]; codes: string[] }> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text, encoding);
  }
  const records: ParsedRecord[] = [];
  const codes: string[] = [];
  for await (const batch of decodeObject(content(), {
    name: 'test',
    limits: { ...defaultDecodeLimits, envelopesMax },
  })) {
    for (const parsed of batch) {
      if (parsed.kind === 'record') records.push(parsed.record);
      else codes.push(parsed.deadLetter.code);
    }
  }
  return { records, codes };
}

function textOf(record: ParsedRecord | undefined): string {
  return Buffer.from(record?.raw ?? []).toString();
}
