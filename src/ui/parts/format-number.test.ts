import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatCount, formatShort } from './format-number.ts';

test('exact counts and short ones', () => {
  assert.equal(formatCount(1_234_567), '1,234,567');
  assert.deepEqual([0, 0.25, 12, 999, 1000, 1500, 250_000, 7_300_000].map(formatShort), [
    '0',
    '0.3',
    '12',
    '999',
    '1k',
    '1.5k',
    '250k',
    '7.3M',
  ]);
  assert.deepEqual([17, 1200, 812_345_678].map(formatBytes), ['17 B', '1.2 KB', '812 MB']);
});
