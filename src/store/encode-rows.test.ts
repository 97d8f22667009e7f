import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hash128Hex } from '../base/ids.ts';
import { emptyColumns, type Event } from '../event/event.ts';
import { createRowEncoder, stampChunkIndex } from './encode-rows.ts';
import { insertColumns, timeMsMax, timeMsMin } from './schema/events-columns.ts';

const deliveryId = hash128Hex('a delivery');
const id = Uint8Array.from({ length: 16 }, (_, index) => index);

const event = (over: Partial<Event> = {}): Event => ({
  logType: 'aws.cloudtrail',
  raw: Buffer.from('{}'),
  fields: {},
  rawIsJson: true,
  envelope: {},
  columns: emptyColumns(),
  entities: [],
  ...over,
});

test('a row is read back as it was written', () => {
  const raw = Uint8Array.of(0x7b, 0xff, 0x00, 0x7d);
  const columns = {
    ...emptyColumns(),
    time: 1,
    account_id: 'ü'.repeat(200),
    mfa: true,
    src_port: 443,
    dst_port: 65_536,
    bytes: 2 ** 53 - 1,
    packets: -1,
    resources: ['a', 'b'],
    message: 'x'.repeat(70_000),
  };
  const fields = { a: 'ü\ud800', n: 1n };
  const encoder = createRowEncoder({ deliveryId });
  assert.equal(encoder.add(event({ raw, columns, fields, rawIsJson: false, entities: ['e'] }), id, 0, 5), 0);
  const rows = encoder.finish();
  stampChunkIndex(rows, 7);
  const row = readRow(rows.bytes);
  assert.equal(row['time'], 1n);
  assert.equal(row['ingested_at'], 5n);
  assert.equal(row['account_id'], columns.account_id);
  assert.deepEqual([row['mfa'], row['src_port'], row['dst_port']], [1, 443, null]);
  assert.deepEqual([row['bytes'], row['packets']], [BigInt(2 ** 53 - 1), null]);
  assert.deepEqual([row['resources'], row['entities']], [['a', 'b'], ['e']]);
  assert.equal(row['message'], columns.message);
  assert.equal(Buffer.from(String(row['raw']), 'latin1').equals(Buffer.from(raw)), true);
  assert.deepEqual(JSON.parse(String(row['native'])), { a: 'ü\ufffd', n: '1' });
  assert.equal(row['id'], Buffer.from(id).toString('hex'));
  assert.equal(row['delivery'], deliveryId);
  assert.equal(row['delivery_chunk'], 7);
});

test('rows, groups and sizes are told beside the bytes', () => {
  const encoder = createRowEncoder({ deliveryId });
  const hour = 3_600_000;
  const at = (time: number | null, region: string): Event =>
    event({ columns: { ...emptyColumns(), time, region } });
  encoder.add(at(hour + 1, 'a'), id, 0, 0);
  encoder.add(at(hour + 2, 'b'), id, 0, 0);
  encoder.add(at(2 * hour - 1, 'a'), id, 0, 0);
  encoder.add(at(null, 'a'), id, 9 * hour + 5, 0);
  assert.deepEqual([encoder.rows, encoder.rawBytes], [4, 8]);
  const rows = encoder.finish();
  assert.deepEqual([...rows.groupOf], [0, 1, 0, 2]);
  assert.deepEqual(
    rows.ledgerGroups.map(({ region, hourMs }) => [region, hourMs]),
    [
      ['a', hour],
      ['b', hour],
      ['a', 9 * hour],
    ],
  );
  assert.deepEqual([...rows.untimed], [0, 0, 0, 1]);
  assert.deepEqual([...rows.rawBytes], [2, 2, 2, 2]);
  assert.equal(rows.offsets.length, 5);
  assert.equal(rows.offsets[4], rows.bytes.length);
  assert.equal(rows.ids.length, 64);
  assert.deepEqual([encoder.rows, encoder.rawBytes, encoder.finish().count], [0, 0, 0]);
});

test('times beyond what the engine can hold become its bounds', () => {
  const encoder = createRowEncoder({ deliveryId });
  for (const time of [-1e300, 1e300, Number.NaN, 1.9]) {
    encoder.add(event({ columns: { ...emptyColumns(), time } }), id, 3, 0);
  }
  assert.deepEqual([...encoder.finish().timesMs], [timeMsMin, timeMsMax, 3, 1]);
});

test('any text, bytes and numbers make a row that reads back', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ maxLength: 300, minLength: 100 }),
  );
  fc.assert(
    fc.property(
      fc.record({
        raw: fc.uint8Array({ maxLength: 400 }),
        actor: texts,
        resources: fc.array(texts, { maxLength: 5 }),
        bytes: fc.option(fc.oneof(fc.double(), fc.integer())),
        src_port: fc.option(fc.oneof(fc.double(), fc.integer())),
        time: fc.option(fc.oneof(fc.double(), fc.integer())),
        value: fc.jsonValue(),
      }),
      ({ raw, value, ...over }) => {
        const encoder = createRowEncoder({ deliveryId });
        const columns = { ...emptyColumns(), ...over };
        const made = event({ raw, columns, fields: { value }, rawIsJson: false });
        encoder.add(made, id, 0, 0);
        encoder.add(made, id, 0, 0);
        const rows = encoder.finish();
        const row = readRow(rows.bytes.subarray(rows.offsets[1]));
        assert.equal(row['actor'], over.actor.toWellFormed());
        assert.deepEqual(
          row['resources'],
          over.resources.map((text) => text.toWellFormed()),
        );
        assert.equal(row['raw'], Buffer.from(raw).toString('latin1'));
      },
    ),
  );
});

type Value = string | number | bigint | null | Value[];

/** A reader of RowBinary, written from its definition: https://clickhouse.com/docs/interfaces/formats/RowBinary */
function readRow(bytes: Uint8Array): Record<string, Value> {
  const buffer = Buffer.from(bytes);
  let at = 0;
  const varint = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = buffer.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = (encoding: BufferEncoding): string => {
    const length = varint();
    at += length;
    return buffer.toString(encoding, at - length, at);
  };
  const nullable = (width: number, read: () => Value): Value => {
    if (buffer.readUInt8(at++) === 1) return null;
    const value = read();
    at += width;
    return value;
  };
  const uuid = (): string => {
    at += 16;
    const halves = [buffer.subarray(at - 16, at - 8), buffer.subarray(at - 8, at)];
    return halves.map((half) => Buffer.from(half.toReversed()).toString('hex')).join('');
  };
  const long = (): bigint => {
    at += 8;
    return buffer.readBigInt64LE(at - 8);
  };
  const readers: Record<string, () => Value> = {
    time: long,
    ingested_at: long,
    mfa: () => nullable(1, () => buffer.readUInt8(at)),
    src_port: () => nullable(2, () => buffer.readUInt16LE(at)),
    dst_port: () => nullable(2, () => buffer.readUInt16LE(at)),
    bytes: () => nullable(8, () => buffer.readBigUInt64LE(at)),
    packets: () => nullable(8, () => buffer.readBigUInt64LE(at)),
    resources: () => Array.from({ length: varint() }, () => text('utf8')),
    entities: () => Array.from({ length: varint() }, () => text('utf8')),
    raw: () => text('latin1'),
    id: uuid,
    delivery: uuid,
    delivery_chunk: () => {
      at += 4;
      return buffer.readUInt32LE(at - 4);
    },
  };
  const row: Record<string, Value> = {};
  for (const name of insertColumns) row[name] = readers[name]?.() ?? (name in readers ? null : text('utf8'));
  assert.ok(at <= buffer.length);
  return row;
}
