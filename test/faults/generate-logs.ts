import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const accounts = ['111122223333', '444455556666', '777788889999'];
const regions = ['eu-central-1', 'us-east-1'];
const operations = [
  'DescribeInstances',
  'GetObject',
  'AssumeRole',
  'PutBucketPolicy',
  'StopLogging',
  'ListUsers',
];
const start = Date.UTC(2026, 2, 1, 20);

/** Files with all that can go wrong: records in several files, bad records, cut gzip, text with equal lines, two days, many hours. */
export function generateLogs(folder: string, files: number, seed: number): void {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    // The time of records that have none: equal in every run.
    utimesSync(path, new Date(start), new Date(start));
  };
  let next = 0;
  const recent: string[] = [];
  const trailRecord = () => {
    if (recent.length > 50 && random() < 0.1) return pick(recent);
    const id = next++;
    const record = JSON.stringify({
      eventVersion: '1.11',
      eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      eventTime: new Date(start + Math.floor(random() * 10 * 3_600_000)).toISOString(),
      eventSource: 's3.amazonaws.com',
      eventName: pick(operations),
      awsRegion: pick(regions),
      sourceIPAddress: `192.0.2.${Math.floor(random() * 256)}`,
      recipientAccountId: pick(accounts),
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${pick(accounts)}:user/u${id % 9}` },
      requestParameters: { bucketName: `bucket-${id % 7}`, filler: 'x'.repeat(Math.floor(random() * 300)) },
      eventType: 'AwsApiCall',
      ...(random() < 0.05 && { fieldOfTheFuture: true }),
    });
    recent[id % 500] = record;
    return record;
  };
  for (let file = 0; file < files; file += 1) {
    const records = Array.from({ length: 100 + Math.floor(random() * 300) }, trailRecord);
    const lines = records.map((line) => (random() < 0.01 ? line.slice(0, 60) : line));
    const kind = file % 5;
    const name = String(file).padStart(3, '0');
    if (kind === 0) write(`${name}.json`, `{"Records":[${records.join(',')}]}`);
    else if (kind === 1) write(`${name}.json.gz`, gzipSync(lines.join('\n')));
    else if (kind === 2) write(`${name}.json.gz`, gzipSync(records.join('\n')).subarray(0, -20));
    else if (kind === 3) write(`${name}.json`, `${lines.join('\n')}\n`);
    else write(`${name}.log`, Array.from({ length: 200 }, () => textLine(random)).join(''));
  }
  // More rows than one chunk holds.
  write('big.log', Array.from({ length: 23_000 }, () => textLine(random)).join(''));
  write('empty.log', '');
}

function textLine(random: () => number): string {
  const time = new Date(start + Math.floor(random() * 3 * 3_600_000)).toISOString();
  return random() < 0.1
    ? 'level=warn msg=same\n'
    : `time=${time} level=info msg=n${Math.floor(random() * 1000)}\n`;
}
