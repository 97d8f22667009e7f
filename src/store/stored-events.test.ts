import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { timeRanges } from './stored-events.ts';

const minute = 60_000;

test('times close together share a range', () => {
  assert.deepEqual(timeRanges([20 * minute, 5 * minute, 0, 5 * minute]), [
    { fromMs: 0, toMs: 5 * minute },
    { fromMs: 20 * minute, toMs: 20 * minute },
  ]);
  assert.deepEqual(timeRanges([]), []);
});

test('at most 16 ranges cover all times, apart and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e12, max: 1e13 }), { maxLength: 200 }), (times) => {
      const ranges = timeRanges(times);
      assert.ok(ranges.length <= 16);
      for (const time of times) {
        assert.equal(ranges.filter(({ fromMs, toMs }) => fromMs <= time && time <= toMs).length, 1);
      }
      for (const [index, { fromMs }] of ranges.entries()) {
        assert.ok(index === 0 || fromMs > (ranges[index - 1]?.toMs ?? Infinity));
      }
    }),
  );
});
