import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TrailwatchError } from '../../base/errors.ts';
import { decodeCursor, encodeCursor, pageOf } from './cursor.ts';

test('a cursor survives the round trip', () => {
  const cursor = { time: '2026-11-21T12:00:00.123Z', id: 'ab"é' };
  assert.deepEqual(decodeCursor(encodeCursor(cursor)), cursor);
});

test('any other text is a usage error', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        decodeCursor(text);
      } catch (error) {
        assert.ok(error instanceof TrailwatchError && error.code === 'TW_USAGE');
      }
    }),
  );
});

test('a page ends with a cursor only where more follows', () => {
  const rows = ['c', 'b', 'a'].map((id) => ({ id, time: '2026-11-21T12:00:00.000Z' }));
  assert.equal(pageOf(rows, 3, (row) => row).nextCursor, null);
  const first = pageOf(rows, 2, (row) => row);
  assert.deepEqual(
    first.rows.map((row) => row.id),
    ['c', 'b'],
  );
  assert.equal(decodeCursor(first.nextCursor ?? '').id, 'b');
});
