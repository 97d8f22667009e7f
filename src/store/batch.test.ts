import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeChunk, noonMs } from '../../test/support/store-fixtures.ts';
import { countChunk, decideFates, deliveryCounts, rowKeys } from './batch.ts';
import { eventInserts } from './event-inserts.ts';
import type { StoredBy } from './stored-events.ts';

const day = 86_400_000;

test('of equal events the first is stored, and what this chunk stored before stays its own', () => {
  const chunk = makeChunk({
    delivery: 'd',
    index: 3,
    events: ['new', 'new', 'own', 'own', 'theirs', 'earlier chunk'].map((id) => ({ id, raw: id })),
  });
  const keys = rowKeys(chunk);
  const stored = new Map<string, StoredBy>([
    [keys[2] ?? '', { deliveryId: chunk.deliveryId, chunk: 3 }],
    [keys[4] ?? '', { deliveryId: 'f'.repeat(32), chunk: 3 }],
    [keys[5] ?? '', { deliveryId: chunk.deliveryId, chunk: 2 }],
  ]);
  const [fates] = decideFates([{ chunk, keys }], stored);
  assert.deepEqual(fates?.fates, ['insert', 'duplicate', 'own', 'duplicate', 'duplicate', 'duplicate']);
});

test('whatever is delivered is stored, duplicate, filtered or dead, and inserts hold exactly the new rows', () => {
  const events = fc.array(
    fc.record({ id: fc.integer({ min: 0, max: 20 }), daysAgo: fc.integer({ min: 0, max: 100 }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.array(events, { maxLength: 4 }), fc.integer({ min: 0, max: 20 }), (lists, known) => {
      const chunks = lists.map((list, index) =>
        makeChunk({
          delivery: `delivery ${index % 2}`,
          index,
          events: list.map(({ id, daysAgo }) => ({
            id: String(id),
            raw: `${id}`,
            columns: { time: noonMs - daysAgo * day },
          })),
        }),
      );
      const stored = new Map([[knownKey(known), { deliveryId: 'e'.repeat(32), chunk: 0 }]]);
      const batch = decideFates(
        chunks.map((chunk) => ({ chunk, keys: rowKeys(chunk) })),
        stored,
      );
      const inserted = batch.flatMap(({ chunk, fates }) =>
        rowKeys(chunk).filter((_, row) => fates[row] === 'insert'),
      );
      const ids = new Set(lists.flat().map(({ id }) => knownKey(id)));
      ids.delete(knownKey(known));
      assert.deepEqual(new Set(inserted), ids);
      assert.equal(inserted.length, ids.size);
      for (const fates of batch) {
        const counts = deliveryCounts(countChunk(fates));
        assert.equal(counts.delivered, fates.chunk.rows.count);
        assert.equal(counts.stored + counts.duplicates, counts.delivered);
      }
      const inserts = eventInserts(batch);
      const bytes = inserts.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.length, 0);
      const expected = batch.flatMap(({ chunk, fates }) =>
        fates.map((fate, row) =>
          fate === 'insert' ? (chunk.rows.offsets[row + 1] ?? 0) - (chunk.rows.offsets[row] ?? 0) : 0,
        ),
      );
      assert.equal(
        bytes,
        expected.reduce((sum, size) => sum + size, 0),
      );
      assert.equal(new Set(inserts.map(({ token }) => token)).size, inserts.length);
      assert.deepEqual(eventInserts(batch), inserts);
    }),
  );
});

function knownKey(id: number): string {
  return rowKeys(makeChunk({ delivery: 'x', events: [{ id: String(id), raw: `${id}` }] }))[0] ?? '';
}
