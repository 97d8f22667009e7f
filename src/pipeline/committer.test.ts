import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryStore, type MemoryStore } from '../../test/support/memory-store.ts';
import { TrailwatchError } from '../base/errors.ts';
import type { Chunk } from '../event/chunk.ts';
import { type Committer, createCommitter } from './committer.ts';
import { emptyChunk } from './crash-chunk.ts';

function chunkOf(index: number): Chunk {
  return emptyChunk({
    source: 's',
    object: 'o',
    deliveryId: 'd'.repeat(32),
    resumed: false,
    modifiedMs: 0,
    index,
  });
}

interface Under {
  readonly store: MemoryStore;
  readonly committer: Committer;
  readonly durable: number[];
  readonly fatal: Error[];
}

function start(options: { waitMs?: number; retryForMs?: number; delayMs?: number } = {}): Under {
  const store = createMemoryStore();
  store.delayMs = options.delayMs ?? 0;
  const fatal: Error[] = [];
  const committer = createCommitter({
    store,
    batchRows: 100,
    batchBytes: 1000,
    waitMs: options.waitMs ?? 20,
    inFlightMax: 2,
    retryForMs: options.retryForMs ?? 60_000,
    onFatal: (error) => fatal.push(error),
  });
  return { store, committer, durable: [], fatal };
}

function add({ committer, durable }: Under, index: number, bytes: number): void {
  committer.add(chunkOf(index), bytes, () => durable.push(index));
}

test('small chunks wait for each other and are committed together', async () => {
  const under = start();
  for (let index = 0; index < 5; index += 1) add(under, index, 10);
  await under.committer.idle();
  assert.deepEqual(
    under.store.commits.map((chunks) => chunks.map(({ index }) => index)),
    [[0, 1, 2, 3, 4]],
  );
  assert.deepEqual(under.durable, [0, 1, 2, 3, 4]);
});

test('a full batch does not wait', async () => {
  const under = start({ waitMs: 3_600_000 });
  add(under, 0, 600);
  assert.equal(under.store.inFlight, 0);
  add(under, 1, 600);
  assert.equal(under.store.inFlight, 1, 'the first went at once');
  add(under, 2, 1500);
  while (under.durable.length < 3) await sleep(5);
  assert.deepEqual(
    under.store.commits.map((chunks) => chunks.map(({ index }) => index)),
    [[0], [1], [2]],
  );
  under.committer.close();
});

test('never more than two commits at once', async () => {
  const under = start({ delayMs: 10 });
  for (let index = 0; index < 20; index += 1) add(under, index, 1000);
  await under.committer.idle();
  assert.equal(under.store.inFlightMax, 2);
  assert.equal(under.durable.length, 20);
});

test('what may succeed later is tried again, marked as resumed', async () => {
  const under = start();
  under.store.failures.push(new TrailwatchError('TW_STORE_FULL', 'the disk is full'));
  add(under, 0, 10);
  await under.committer.idle();
  assert.equal(under.store.commits.length, 1);
  assert.equal(under.store.commits[0]?.[0]?.resumed, true);
  assert.deepEqual(under.durable, [0]);
  assert.deepEqual(under.fatal, []);
});

test('a permanent failure is fatal, once, and nothing is committed after it', async () => {
  const under = start();
  under.store.failures.push(new TrailwatchError('TW_STORE_CORRUPT', 'damaged'));
  add(under, 0, 1000);
  await under.committer.idle();
  add(under, 1, 1000);
  await sleep(50);
  assert.equal(under.fatal.length, 1);
  assert.deepEqual(under.store.commits, []);
  assert.deepEqual(under.durable, []);
});

test('patience ends', async () => {
  const under = start({ retryForMs: 0 });
  under.store.failures.push(new TrailwatchError('TW_STORE_FULL', 'the disk is full'));
  add(under, 0, 1000);
  await under.committer.idle();
  assert.equal(under.fatal.length, 1);
});
