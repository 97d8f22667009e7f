import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Committed, createActivity, minutesKept } from './activity.ts';
import { noCounts } from './counts.ts';

const minute = 60_000;

function committed(atMs: number, rows: number, more: Partial<Committed> = {}): Committed {
  return {
    source: 'inbox',
    object: 'a',
    deliveryId: '',
    counts: { ...noCounts, delivered: rows, stored: rows },
    byLogType: rows === 0 ? {} : { 'aws.cloudtrail': rows },
    firstMs: rows === 0 ? null : atMs - 5_000,
    lastMs: rows === 0 ? null : atMs - 1_000,
    findings: [],
    atMs,
    ...more,
  };
}

test('events are counted by the minute, for an hour', () => {
  const activity = createActivity();
  activity.committed(committed(0, 5));
  activity.committed(committed(minute - 1, 2, { byLogType: { syslog: 2 } }));
  activity.committed(committed(minute, 1));
  assert.deepEqual(activity.snapshot().perMinute, [
    { minuteMs: 0, byLogType: { 'aws.cloudtrail': 5, syslog: 2 } },
    { minuteMs: minute, byLogType: { 'aws.cloudtrail': 1 } },
  ]);
  activity.committed(committed(minute * minutesKept, 1));
  assert.deepEqual(
    activity.snapshot().perMinute.map(({ minuteMs }) => minuteMs),
    [minute, minute * minutesKept],
  );
});

test('a source has totals, when it was last seen, and how far behind it is', () => {
  const activity = createActivity();
  activity.committed(committed(10_000, 5));
  activity.committed(committed(20_000, 0));
  activity.committed(committed(20_000, 3, { source: 'other' }));
  activity.delivered('inbox');
  activity.delivered('never seen');
  const { sources, totals } = activity.snapshot();
  assert.deepEqual(sources[0], {
    source: 'inbox',
    counts: { ...noCounts, delivered: 5, stored: 5 },
    deliveries: 1,
    lastSeenMs: 20_000,
    newestEventMs: 9_000,
    lagMs: 1_000,
  });
  assert.equal(sources.length, 2);
  assert.equal(totals.stored, 8);
});

test('an old event does not move the newest back', () => {
  const activity = createActivity();
  activity.committed(committed(10_000, 1));
  activity.committed(committed(11_000, 1, { lastMs: 2_000 }));
  assert.equal(activity.snapshot().sources[0]?.newestEventMs, 9_000);
  assert.equal(activity.snapshot().sources[0]?.lagMs, 9_000);
});

test('listeners hear until they leave', () => {
  const activity = createActivity();
  const heard: number[] = [];
  const leave = activity.on(({ atMs }) => heard.push(atMs));
  activity.committed(committed(1, 0));
  leave();
  activity.committed(committed(2, 0));
  assert.deepEqual(heard, [1]);
});
