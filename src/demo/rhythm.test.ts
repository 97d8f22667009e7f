import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { humanActivity, planSlices } from './rhythm.ts';

const wednesday = Date.UTC(2026, 10, 18);
const hour = 3_600_000;

test('people work by day and rest at weekends', () => {
  assert.ok(humanActivity(wednesday + 10 * hour) > 2 * humanActivity(wednesday + 4 * hour));
  assert.ok(humanActivity(wednesday + 10 * hour) > 5 * humanActivity(wednesday + 4 * 24 * hour + 10 * hour));
});

test('slices follow each other, cover the span and add up exactly', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      fc.integer({ min: 1, max: 40 * 24 * hour }),
      fc.integer({ min: 0, max: 300_000 }),
      (startMs, spanMs, records) => {
        let at = startMs;
        let sum = 0;
        for (const slice of planSlices(startMs, startMs + spanMs, records)) {
          assert.equal(slice.startMs, at);
          assert.ok(slice.records >= 0);
          at = slice.endMs;
          sum += slice.records;
        }
        assert.equal(at, startMs + spanMs);
        assert.equal(sum, records);
      },
    ),
    { numRuns: 50 },
  );
});
