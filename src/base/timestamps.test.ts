import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { epochMs, parseClfTimestamp, parseTimestamp, readTimestamp } from './timestamps.ts';

const noon = Date.UTC(2026, 0, 31, 12, 0, 0);

test('reads the forms that logs use', () => {
  for (const [text, offsetMs] of [
    ['2026-01-31T12:00:00Z', 0],
    ['2026-01-31T12:00:00.250Z', 250],
    ['2026-01-31T12:00:00.123456789Z', 123],
    ['2026-01-31 12:00:00,836', 836],
    ['2026-01-31 12:00:00 UTC', 0],
    ['2026-01-31T14:00:00+02:00', 0],
    ['2026-01-31T07:30:00-0430', 0],
    ['2026-01-31 14:00:00+02', 0],
    ['2026/01/31 12:00:00', 0],
    ['31/Jan/2026:12:00:00 +0000', 0],
    ['31/Jan/2026:13:00:00 +0100', 0],
    ['31 Jan 2026 12:00:00', 0],
    ['31-Jan-2026 12:00:00.5', 500],
    ['20260131 12:00:00', 0],
    ['260131 12:00:00', 0],
    ['Jan 31 2026 12:00:00', 0],
    ['Sat Jan 31 12:00:00.123456 2026', 123],
    ['Sat, 31 Jan 2026 12:00:00 GMT', 0],
    ['1769860800', 0],
    ['1769860800.5', 500],
    ['1769860800123', 123],
    ['1769860800123456', 123],
    ['1769860800123456789', 123],
  ] as const) {
    assert.equal(parseTimestamp(text), noon + offsetMs, text);
  }
});

test('a time without a year is of the latest year that does not put it into the future', () => {
  const newYear = Date.UTC(2026, 0, 1, 0, 30);
  assert.equal(parseTimestamp('Dec 31 23:59:59', newYear), Date.UTC(2025, 11, 31, 23, 59, 59));
  assert.equal(parseTimestamp('Jan  1 00:15:00', newYear), Date.UTC(2026, 0, 1, 0, 15));
  assert.equal(
    parseTimestamp('Jan  2 00:15:00', newYear),
    Date.UTC(2026, 0, 2, 0, 15),
    'a clock ahead of ours',
  );
  assert.equal(parseTimestamp('I0131 12:00:00.500000', noon), noon + 500);
  assert.equal(parseTimestamp('Feb 29 00:00:00', Date.UTC(2025, 5, 1)), Date.UTC(2024, 1, 29));
});

test('what the calendar does not have is no time', () => {
  for (const text of [
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01',
    '12345',
    '9999999999999999999',
    'Foo 31 12:00:00',
    '',
    'hello',
  ]) {
    assert.equal(parseTimestamp(text), null, text);
  }
  assert.equal(parseClfTimestamp('31/Foo/2026:12:00:00 +0000'), null);
  assert.equal(parseClfTimestamp('3x/Jan/2026:12:00:00 +0000'), null);
});

test('says where the time ends', () => {
  assert.deepEqual(readTimestamp('x 2026-01-31T12:00:00Z rest', 2), { ms: noon, end: 22 });
  assert.deepEqual(readTimestamp('2026-01-31 12:00:00 [main] x'), { ms: noon, end: 19 });
  assert.equal(readTimestamp('x 2026-01-31T12:00:00Z', 0), null);
});

test('reads back every time that a date has', () => {
  const date = fc.date({
    min: new Date(Date.UTC(2001, 9, 1)),
    max: new Date(Date.UTC(2099, 11, 31)),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (value) => {
      const ms = value.getTime();
      assert.equal(parseTimestamp(value.toISOString()), ms);
      assert.equal(parseTimestamp(value.toUTCString()), Math.floor(ms / 1000) * 1000);
      assert.equal(epochMs(ms), ms);
      assert.equal(epochMs(Math.floor(ms / 1000)), Math.floor(ms / 1000) * 1000);
    }),
  );
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(5), (text, start) => {
      readTimestamp(text, start);
      parseClfTimestamp(text);
    }),
  );
});
