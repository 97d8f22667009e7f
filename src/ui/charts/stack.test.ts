import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { logTypeColors, sortLogTypes } from './log-type-colors.ts';
import { stackBuckets, stackBucketsMax } from './stack.ts';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

test('empty buckets are zeros and types stand on each other', () => {
  const stack = stackBuckets({
    buckets: [
      { time: at(60), log_type: 'a', count: 2 },
      { time: at(60), log_type: 'b', count: 3 },
      { time: at(180), log_type: 'b', count: 1 },
    ],
    fromMs: 60_000,
    toMs: 240_000,
    bucketSeconds: 60,
    types: ['a', 'b'],
  });
  assert.deepEqual(stack.times, [60, 120, 180]);
  assert.deepEqual(stack.counts, [
    [2, 0, 0],
    [3, 0, 1],
  ]);
  assert.deepEqual(stack.tops, [
    [2, 0, 0],
    [5, 0, 1],
  ]);
  assert.deepEqual(
    [...stack.totals],
    [
      ['a', 2],
      ['b', 4],
    ],
  );
});

test('the axis is bounded and every count within it lands once', () => {
  const bucket = fc.record({
    time: fc.integer({ min: 0, max: 100_000 }).map(at),
    log_type: fc.constantFrom('a', 'b', 'other'),
    count: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(bucket), fc.integer({ min: 1, max: 3600 }), (buckets, bucketSeconds) => {
      const types = ['a', 'b'];
      const input = { buckets, fromMs: 0, toMs: 100_001_000, bucketSeconds, types };
      const { times, tops } = stackBuckets(input);
      assert.ok(times.length <= stackBucketsMax);
      const end = (times.at(-1) ?? 0) + bucketSeconds;
      const wanted = buckets
        .filter(({ log_type, time }) => types.includes(log_type) && Date.parse(time) / 1000 < end)
        .reduce((sum, { count }) => sum + count, 0);
      assert.equal(
        (tops.at(-1) ?? []).reduce((sum, top) => sum + top, 0),
        wanted,
      );
    }),
  );
});

test('types shown together have different colours, in the order of the log types', () => {
  const types = ['syslog', 'aws.vpcflow', 'aws.cloudtrail', 'zzz', 'aws.waf'];
  assert.deepEqual(sortLogTypes(types), ['aws.cloudtrail', 'aws.vpcflow', 'aws.waf', 'syslog', 'zzz']);
  const colors = logTypeColors(types, true);
  assert.equal(new Set(colors.values()).size, types.length);
  assert.equal(colors.get('aws.cloudtrail'), logTypeColors(['aws.cloudtrail'], true).get('aws.cloudtrail'));
});
