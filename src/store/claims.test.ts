import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Claims } from './claims.ts';

test('claims with a key in common wait, others do not', async () => {
  const claims = new Claims();
  const order: string[] = [];
  const releaseA = await claims.acquire(new Set(['1', '2']));
  const releaseB = await claims.acquire(new Set(['3']));
  const waiting = claims.acquire(new Set(['2', '3'])).then((release) => {
    order.push('both');
    return release;
  });
  releaseB();
  await Promise.resolve();
  order.push('a');
  releaseA();
  (await waiting)();
  assert.deepEqual(order, ['a', 'both']);
  (await claims.acquire(new Set(['1', '2', '3'])))();
});
