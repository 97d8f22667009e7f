import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TrailwatchError } from '../base/errors.ts';
import { parseRange, parseTime } from './time-argument.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');

test('times as people write them', () => {
  const cases = {
    now: '2026-11-21T12:00:00.000Z',
    '24h': '2026-11-20T12:00:00.000Z',
    '2026-11-01': '2026-11-01T00:00:00.000Z',
    '2026-11-01T08:30:00': '2026-11-01T08:30:00.000Z',
    '2026-11-01T08:30:00+02:00': '2026-11-01T06:30:00.000Z',
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(parseTime(text, nowMs), expected, text);
});

test('--since excludes --from', () => {
  assert.throws(() => parseRange({ since: '1h', from: '2026-11-01' }, nowMs), { code: 'TW_USAGE' });
  assert.deepEqual(parseRange({ since: '1h' }, nowMs), { from: '2026-11-21T11:00:00.000Z' });
});

test('anything else is a usage error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseTime(text, nowMs);
      } catch (error) {
        assert.ok(error instanceof TrailwatchError && error.code === 'TW_USAGE');
      }
    }),
  );
});
