import { gzipSync } from 'node:zlib';
import { normalize } from '../src/normalize/normalize.ts';
import { decodeObject } from '../src/parsers/decode.ts';
import { defaultDecodeLimits } from '../src/parsers/parser.ts';

/**
 * Decoding against its floor: the same events cut at line breaks, made text and parsed. Prints one JSON object a line:
 * layout, events and MB a second of processor time (all threads), and how many times the floor's time it took.
 * Run: node bench/decode.bench.ts [events]
 */
const count = Number(process.argv[2] ?? 40_000);
const rounds = 5;
const chunkBytes = 256 * 1024;

const events = Array.from({ length: count }, (_, index) => cloudTrailEvent(index));
const lines = Buffer.from(events.join('\n'));
const records = Buffer.from(`{"Records":[${events.join(',')}]}`);
const pretty = Buffer.from(
  JSON.stringify({ Records: events.slice(0, count / 2).map((text) => JSON.parse(text)) }, null, 2),
);

const parseTexts = () => {
  for (const text of events) JSON.parse(text);
};
const parseLines = () => {
  for (let at = 0; at < lines.length; ) {
    const newline = lines.indexOf('\n', at);
    const end = newline < 0 ? lines.length : newline;
    JSON.parse(lines.toString('utf8', at, end));
    at = end + 1;
  }
};
parseLines();
const floor = median(parseLines);
report('JSON.parse of texts', count, lines.length, median(parseTexts));
report('floor: lines cut, made text, JSON.parse', count, lines.length, floor);
await measure('lines', lines, count);
await measure('Records on one line', records, count);
await measure('Records pretty printed', pretty, count / 2);
await measure('Records on one line, gzip', gzipSync(records, { level: 6 }), count, records.length);
await measure('Records on one line, normalised', records, count, records.length, true);

async function measure(
  name: string,
  bytes: Buffer,
  eventCount: number,
  decodedBytes = bytes.length,
  normalised = false,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = cpuMs();
    let found = 0;
    for await (const batch of decodeObject(chunksOf(bytes), { name, limits: defaultDecodeLimits })) {
      for (const parsed of batch) {
        if (parsed.kind !== 'record') throw new Error(parsed.deadLetter.message);
        if (normalised) normalize(parsed.record);
        found += 1;
      }
    }
    if (found !== eventCount) throw new Error(`${name}: ${found} of ${eventCount} events`);
    times.push(cpuMs() - start);
  }
  report(name, eventCount, decodedBytes, middle(times));
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

function report(layout: string, eventCount: number, bytes: number, ms: number): void {
  const result = {
    layout,
    eventsPerSecond: Math.round((eventCount / ms) * 1000),
    megabytesPerSecond: Math.round(bytes / ms / 1000),
    timesFloor: Number((ms / eventCount / (floor / count)).toFixed(2)),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function median(run: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = cpuMs();
    run();
    times.push(cpuMs() - start);
  }
  return middle(times);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** About 1.3 KB, of the usual shape, different enough that no two are equal. */
function cloudTrailEvent(index: number): string {
  const account = String(111122223333 + (index % 12));
  const role = `service-role-${index % 40}`;
  const hex = (index * 2654435761).toString(16).padStart(12, '0').slice(-12);
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${index % 40}:session-${index % 500}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/session-${index % 500}`,
      accountId: account,
      accessKeyId: `ASIAEXAMPLE${String(index % 3000).padStart(9, '0')}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLE${index % 40}`,
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: new Date(1_790_000_000_000 + index * 137).toISOString().replace(/\.\d+Z/, 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName: ['GetObject', 'PutObject', 'ListObjects', 'HeadObject'][index % 4],
    awsRegion: ['eu-west-1', 'us-east-1', 'eu-central-1'][index % 3],
    sourceIPAddress: `203.0.113.${index % 250}`,
    userAgent: 'aws-sdk-java/2.29.1 Linux/6.1 OpenJDK_64-Bit_Server_VM/21.0.4 exec-env/AWS_ECS_FARGATE',
    requestParameters: {
      bucketName: `data-${index % 90}`,
      key: `year=2026/month=11/part-${index}.parquet`,
      Host: `data-${index % 90}.s3.eu-west-1.amazonaws.com`,
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      bytesTransferredOut: index % 100_000,
    },
    requestID: `REQ${hex.toUpperCase()}`,
    eventID: `0f815483-f6bb-42d9-b870-${hex}`,
    readOnly: true,
    resources: [
      {
        type: 'AWS::S3::Object',
        ARN: `arn:aws:s3:::data-${index % 90}/year=2026/month=11/part-${index}.parquet`,
      },
      { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::data-${index % 90}` },
    ],
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: account,
    eventCategory: 'Data',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `data-${index % 90}.s3.eu-west-1.amazonaws.com`,
    },
  });
}
