import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGatherer } from './gather.ts';

test('what comes together is written together, and each waits for its own write', async () => {
  const writes: number[][] = [];
  const gatherer = createGatherer<number>(5, async (items) => {
    writes.push([...items]);
    if (items.includes(3)) throw new Error('disk full');
  });
  await Promise.all([gatherer.add(1), gatherer.add(2)]);
  await assert.rejects(gatherer.add(3), /disk full/);
  await gatherer.add(4);
  assert.deepEqual(writes, [[1, 2], [3], [4]]);
});
