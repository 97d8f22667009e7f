import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  absolute,
  describeLast,
  parseDuration,
  parseTime,
  relative,
  resolveRange,
  zoomOut,
} from './time-range.ts';

const now = Date.parse('2026-11-21T13:00:00Z');

test('durations', () => {
  assert.equal(parseDuration('15m'), 900_000);
  assert.equal(parseDuration('2w'), 1_209_600_000);
  for (const text of ['', '0m', '5', 'm', '-1h', '1y', '1.5h', '9999999d']) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

test('times are UTC unless they say otherwise', () => {
  assert.equal(parseTime('2026-11-21', now), Date.parse('2026-11-21T00:00:00Z'));
  assert.equal(parseTime('2026-11-21 12:30', now), Date.parse('2026-11-21T12:30:00Z'));
  assert.equal(parseTime('2026-11-21 12:30:01.5 UTC', now), Date.parse('2026-11-21T12:30:01.500Z'));
  assert.equal(parseTime('2026-11-21T12:30:00+02:00', now), Date.parse('2026-11-21T10:30:00Z'));
  assert.equal(parseTime('-2h', now), now - 7_200_000);
  assert.equal(parseTime('now', now), now);
  for (const text of ['yesterday', '2026-13-01', '2026-11-21 25:00', '21/11/2026', '']) {
    assert.equal(parseTime(text, now), undefined, text);
  }
});

test('a search means the last day unless it says otherwise', () => {
  const day = { fromMs: now - 86_400_000, toMs: now };
  assert.deepEqual(resolveRange({}, now), day);
  assert.deepEqual(resolveRange({ last: 'nonsense' }, now), day);
  assert.deepEqual(resolveRange({ from: '2026-11-22', to: '2026-11-21' }, now), day);
  assert.deepEqual(resolveRange({ last: '1h' }, now), { fromMs: now - 3_600_000, toMs: now });
  assert.deepEqual(resolveRange({ last: 'all' }, now, { fromMs: 1, toMs: 2 }), { fromMs: 1, toMs: 2 });
  assert.deepEqual(resolveRange({ from: '2026-11-20', to: '2026-11-21' }, now), {
    fromMs: Date.parse('2026-11-20T00:00:00Z'),
    toMs: Date.parse('2026-11-21T00:00:00Z'),
  });
});

test('what is written into the URL is read back as the same span', () => {
  const time = fc.integer({ min: 0, max: now });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1e9 }), (fromMs, length) => {
      const span = { fromMs, toMs: fromMs + length };
      assert.deepEqual(resolveRange(absolute(span), now), span);
    }),
  );
});

test('zooming out contains the span, doubles it and stays in the past', () => {
  const span = { fromMs: now - 7_200_000, toMs: now - 3_600_000 };
  const wider = zoomOut(span, now);
  assert.equal(wider.toMs - wider.fromMs, 7_200_000);
  assert.ok(wider.fromMs <= span.fromMs && wider.toMs >= span.toMs && wider.toMs <= now);
  assert.equal(zoomOut({ fromMs: now - 1000, toMs: now }, now).toMs, now);
});

test('any text as a time is either read or refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const ms = parseTime(text, now);
      assert.ok(ms === undefined || Number.isFinite(ms));
    }),
  );
});

test('names of ranges', () => {
  assert.equal(describeLast('24h'), 'Last 24 hours');
  assert.equal(describeLast('1h'), 'Last hour');
  assert.equal(describeLast('all'), 'All data');
  assert.deepEqual(relative('24h'), { last: undefined, from: undefined, to: undefined });
});
