import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAgo, formatRange, formatSpan, formatTime } from './format-time.ts';

const noon = Date.parse('2026-11-21T12:00:00.250Z');

test('times are UTC, to the wanted precision', () => {
  assert.equal(formatTime(noon), '2026-11-21 12:00:00.250');
  assert.equal(formatTime(noon, 's'), '2026-11-21 12:00:00');
  assert.equal(formatTime(noon, 'min'), '2026-11-21 12:00');
  assert.equal(formatTime('not a time'), 'not a time');
});

test('spans use one or two units', () => {
  assert.equal(formatSpan(250), '250 ms');
  assert.equal(formatSpan(42_900), '42 s');
  assert.equal(formatSpan(3_600_000), '1 h');
  assert.equal(formatSpan(3_600_000 * 5 + 60_000 * 12), '5 h 12 min');
  assert.equal(formatSpan(86_400_000 * 4), '4 d');
  assert.equal(formatSpan(86_400_000 * 365 * 6), '6.0 y');
});

test('ago and ahead', () => {
  assert.equal(formatAgo(noon - 90_000, noon), '1 min ago');
  assert.equal(formatAgo(noon + 90_000, noon), 'in 1 min');
  assert.equal(formatAgo(noon, noon), 'just now');
});

test('a range within a day names the day once', () => {
  assert.equal(formatRange(noon, noon + 3_600_000), '2026-11-21 12:00 – 13:00');
  assert.equal(formatRange(noon, noon + 60_000), '2026-11-21 12:00:00 – 12:01:00');
  assert.equal(formatRange(noon, noon + 86_400_000), '2026-11-21 12:00 – 2026-11-22 12:00');
});
