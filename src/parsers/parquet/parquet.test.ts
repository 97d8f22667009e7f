import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalize } from '../../normalize/normalize.ts';
import { type DecodeOptions, defaultDecodeLimits, type Parsed } from '../parser.ts';
import { parseParquet } from './parquet.ts';

const options: DecodeOptions = { name: 'test.parquet', limits: defaultDecodeLimits };
const names = ['vpcflow', 'tgwflow', 'securitylake', 'other'] as const;

function fixture(name: (typeof names)[number]): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, 'testdata', `${name}.parquet`)));
}

async function parseAll(bytes: Uint8Array, more: Partial<DecodeOptions> = {}): Promise<readonly Parsed[]> {
  return (await Array.fromAsync(parseParquet(bytes, { ...options, ...more }))).flat();
}

function recordsOf(parsed: readonly Parsed[]) {
  return parsed.map((one) => {
    assert.ok(one.kind === 'record', JSON.stringify(one));
    return one.record;
  });
}

for (const name of names) {
  test(`golden ${name}.parquet`, async (t) => {
    const records = recordsOf(await parseAll(fixture(name))).map((record) => {
      const { event, nativeKey } = normalize(record);
      const columns = Object.entries(event.columns).filter(
        ([, value]) => value !== '' && value !== null && String(value) !== '',
      );
      return {
        logType: record.logType,
        rawIsJson: record.rawIsJson,
        raw: Buffer.from(record.raw).toString(),
        fields: Object.entries(record.fields),
        columns: Object.fromEntries(columns),
        nativeKey,
      };
    });
    t.assert.fileSnapshot(records, join(import.meta.dirname, 'testdata', `${name}.golden.json`));
  });
}

test('a view into a larger buffer is read as what it is', async () => {
  const bytes = fixture('vpcflow');
  const larger = Buffer.concat([Buffer.alloc(100, 'x'), bytes, Buffer.alloc(100, 'y')]);
  const records = recordsOf(await parseAll(larger.subarray(100, 100 + bytes.length)));
  assert.deepEqual(
    records.map(({ fields }) => fields),
    recordsOf(await parseAll(bytes)).map(({ fields }) => fields),
  );
});

test('raw is the JSON of the fields where it says so', async () => {
  for (const name of names) {
    for (const { raw, rawIsJson, fields } of recordsOf(await parseAll(fixture(name)))) {
      const text = Buffer.from(raw).toString();
      assert.doesNotThrow(() => JSON.parse(text));
      assert.equal(text === JSON.stringify(fields), rawIsJson || name === 'tgwflow');
    }
  }
});

test('Hive prefixes in the name tell account and region, and the caller knows better', async () => {
  const name =
    'AWSLogs/aws-account-id=444455556666/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/x.parquet';
  const [record] = recordsOf(await parseAll(fixture('vpcflow'), { name }));
  assert.equal(record?.envelope.accountId, '444455556666');
  assert.equal(record?.envelope.region, 'eu-west-1');
  const given = { accountId: '777788889999', region: undefined };
  const [other] = recordsOf(await parseAll(fixture('vpcflow'), { name, envelope: given }));
  assert.equal(other?.envelope.accountId, '777788889999');
  assert.equal(other?.envelope.region, 'eu-west-1');
});

test('a forced type is taken at its word', async () => {
  const [record] = recordsOf(await parseAll(fixture('other'), { forcedType: 'app.json' }));
  assert.equal(record?.logType, 'app.json');
  const [flow] = recordsOf(await parseAll(fixture('vpcflow'), { forcedType: 'aws.tgwflow' }));
  assert.equal(flow?.logType, 'aws.tgwflow');
});

test('a cut file is one dead letter that says so', async () => {
  const whole = fixture('vpcflow');
  const parsed = await parseAll(whole.subarray(0, whole.length - 100));
  assert.equal(parsed.length, 1);
  assert.ok(parsed[0]?.kind === 'dead_letter');
  assert.equal(parsed[0].deadLetter.code, 'TW_PARSE_TRUNCATED');
});

test('row groups before the damage are kept', async () => {
  const bytes = fixture('vpcflow');
  const magic = [0x1f, 0x8b, 0x08];
  let last = -1;
  for (let at = 0; at < bytes.length - 2; at += 1) {
    if (magic.every((byte, index) => bytes[at + index] === byte)) last = at;
  }
  bytes.fill(0xff, last, last + 12);
  const parsed = await parseAll(bytes);
  assert.deepEqual(
    parsed.map(({ kind }) => kind),
    ['record', 'record', 'dead_letter'],
  );
});

test('a row group that expands beyond the limit is refused before it is unpacked', async () => {
  const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, 'testdata', 'bomb.parquet')));
  const parsed = await parseAll(bytes);
  assert.equal(parsed.length, 1);
  assert.ok(parsed[0]?.kind === 'dead_letter');
  assert.equal(parsed[0].deadLetter.code, 'TW_DECOMPRESS_BOMB');
});

test('any bytes end in records and at most one dead letter, which has a code', async () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
    )
    .map(([name, changes]) => {
      const bytes = fixture(name);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), damaged), async (bytes) => {
      const letters = (await parseAll(bytes)).filter(({ kind }) => kind === 'dead_letter');
      assert.ok(letters.length <= 1);
    }),
    { numRuns: 200 },
  );
});

test('a schema that counts its children below zero does not go round in circles', async () => {
  // In the footer's encoding 1 is the number -1, and 2 and 4 are 1 and 2: the counts of small groups, at its beginning.
  const whole = fixture('other');
  const footer =
    whole.length - 8 - new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8, true);
  for (let at = footer; at < footer + 500 && at < whole.length - 8; at += 1) {
    if (whole[at] !== 2 && whole[at] !== 4) continue;
    const bytes = Uint8Array.from(whole);
    bytes[at] = 1;
    const letters = (await parseAll(bytes)).filter(({ kind }) => kind === 'dead_letter');
    assert.ok(letters.length <= 1);
  }
});
