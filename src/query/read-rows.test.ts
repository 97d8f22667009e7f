import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRow, readLineBatches } from './read-rows.ts';

async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test('lines come whole, wherever the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '))),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      async (lines, sizes) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const batches = await Array.fromAsync(readLineBatches(pieces(bytes, sizes), 1e6));
        assert.deepEqual(
          batches.flat(),
          lines.map((line) => line.toWellFormed()),
        );
      },
    ),
  );
});

test('a last line without an end counts; one without bounds does not', async () => {
  const batches = await Array.fromAsync(readLineBatches(pieces(Buffer.from('a\nb'), [1]), 10));
  assert.deepEqual(batches, [['a'], ['b']]);
  await assert.rejects(Array.fromAsync(readLineBatches(pieces(Buffer.alloc(100, 'x'), [7]), 50)), {
    code: 'TW_QUERY_LIMIT',
  });
});

test('whole numbers are exact', () => {
  assert.deepEqual(parseRow('[1,-9007199254740993,18446744073709551615,1.5,1e400,"9007199254740993"]'), [
    1,
    '-9007199254740993',
    '18446744073709551615',
    1.5,
    Infinity,
    '9007199254740993',
  ]);
  assert.throws(() => parseRow('{}'), { code: 'TW_QUERY_FAILED' });
});
