import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { emptyColumns, entitiesMax, type ParsedRecord } from '../event/event.ts';
import { isLogType, type LogType, logTypes } from '../event/log-types.ts';
import { normalize } from './normalize.ts';
import { normalizers } from './normalizers.ts';

const types = Object.keys(logTypes).filter(isLogType);

suite('normalize', () => {
  test('the envelope fills what the record does not say, and the record wins', () => {
    const envelope = {
      accountId: '111122223333',
      region: 'eu-west-1',
      logGroup: 'g',
      logStream: 's',
      timeMs: 5,
      id: 'x',
    };
    const { event, nativeKey } = normalize(
      recordOf('aws.cloudtrail', { awsRegion: 'us-east-1', eventSource: 's', eventName: 'n' }, envelope),
    );
    const { account_id, region, log_group, log_stream, time, event_id } = event.columns;
    assert.deepEqual(
      [account_id, region, log_group, log_stream, time, event_id],
      ['111122223333', 'us-east-1', 'g', 's', 5, 'x'],
    );
    assert.deepEqual(nativeKey, ['aws.cloudtrail', 'envelope', '111122223333', 'g', 's', 'x']);
  });

  test('a record’s own id is its identity, whatever brought it', () => {
    const fields = { eventSource: 's', eventName: 'n', eventID: 'e1', recipientAccountId: '444455556666' };
    for (const envelope of [{}, { id: 'x', accountId: '111122223333' }]) {
      assert.deepEqual(normalize(recordOf('aws.cloudtrail', fields, envelope)).nativeKey, [
        'aws.cloudtrail',
        '444455556666',
        'e1',
      ]);
    }
  });

  test('every log type has a normalizer', () => {
    assert.deepEqual(
      types.filter((logType) => normalizers[logType] === undefined),
      [],
    );
  });

  test('at most 64 entities, each once', () => {
    const addresses = Array.from({ length: 500 }, (_, n) => `10.0.${n % 200}.1`);
    const { event } = normalize(recordOf('app.json', { addresses }));
    assert.equal(event.entities.length, entitiesMax);
    assert.equal(new Set(event.entities).size, entitiesMax);
  });

  test('entities are recognised by their form, wherever they are', () => {
    const names = [
      '192.0.2.1',
      '2001:db8::1',
      '::ffff:192.0.2.7',
      'arn:aws:s3:::b',
      'AKIAIOSFODNN7EXAMPLE',
      '111122223333',
      'i-0123456789abcdef0',
    ];
    const others = [
      '2026-11-21T08:00:00Z',
      '12:30:00',
      '1.2.3',
      'face',
      'AKIA',
      '12345678901',
      'i-xyz',
      'version 1.2.3.4',
      '',
    ];
    const { event } = normalize(recordOf('app.json', { deep: [{ er: names }, { still: others }] }));
    assert.deepEqual(event.entities, names);
  });
});

suite('whatever the fields hold', () => {
  const names = [
    'userIdentity',
    'sessionContext',
    'requestParameters',
    'responseElements',
    'resources',
    'eventTime',
    'eventID',
    'service',
    'resource',
    'action',
    'detail',
    'Records',
    'Severity',
    'Resources',
    'Network',
    'metadata',
    'cloud',
    'actor',
    'user',
    'api',
    'time',
    'timestamp',
    'configurationItem',
    'invokingEvent',
    'httpRequest',
    'headers',
    'srcids',
    'answers',
    'event',
    'alert',
    'netflow',
    'objectRef',
    'sourceIPs',
    'record',
    's3',
    'bucket',
    'object',
    'key',
    'Sns',
    'logFiles',
    'message',
    'level',
    'http',
    '__proto__',
    'constructor',
    'items',
    'type',
    'id',
    'arn',
    'srcaddr',
    'bytes',
    'start',
    'client_port',
    'fields',
    'request',
  ];
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        null,
        true,
        '',
        'arn:',
        '2026-11-21T08:00:00Z',
        '{"configurationItem":[]}',
        Number.NaN,
        -1,
        1e300,
        '10.0.0.1',
      ),
      fc.string(),
      fc.double(),
      fc.bigInt(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
    ),
  })).value;
  const fields = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 });

  for (const logType of types) {
    test(`${logType} never throws and keeps to the columns’ types`, () => {
      fc.assert(
        fc.property(fields, (found) => assertColumns(normalize(recordOf(logType, found)).event.columns)),
        { numRuns: 100 },
      );
    });
  }
});

/** Text is text, a list holds texts, a number is whole, a time is finite. */
function assertColumns(columns: object): void {
  const empty: Readonly<Record<string, unknown>> = { ...emptyColumns() };
  assert.deepEqual(Object.keys(columns), Object.keys(empty));
  for (const [name, value] of Object.entries(columns)) {
    if (typeof empty[name] === 'string') assert.equal(typeof value, 'string', name);
    else if (Array.isArray(empty[name]))
      assert.ok(Array.isArray(value) && value.every((item) => typeof item === 'string'), name);
    else if (name === 'mfa') assert.ok(value === null || typeof value === 'boolean', name);
    else assert.ok(value === null || Number.isSafeInteger(value), `${name}: ${String(value)}`);
  }
}

function recordOf(
  logType: LogType,
  fields: ParsedRecord['fields'],
  envelope: ParsedRecord['envelope'] = {},
): ParsedRecord {
  return { logType, raw: Buffer.from('{}'), fields, rawIsJson: true, envelope };
}
