import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketRange } from './retention.ts';

test('a bucket of the partition key is a day, a month, or one of two ends of time', () => {
  const iso = (bucket: number): string[] => {
    const { startMs, endMs } = bucketRange(bucket);
    return [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  };
  assert.deepEqual(iso(20_261_231), ['2026-12-31', '2027-01-01']);
  assert.deepEqual(iso(202_002), ['2020-02-01', '2020-03-01']);
  assert.deepEqual(iso(202_012), ['2020-12-01', '2021-01-01']);
  assert.deepEqual(iso(0), ['1970-01-01', '2000-01-01']);
  assert.deepEqual(iso(21_000_000), ['2100-01-01', '2106-01-01']);
});
