import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hash128Hex } from '../base/ids.ts';
import { defaultDecodeLimits } from '../parsers/parser.ts';
import type { Delivery } from '../sources/source.ts';
import { createSelect } from '../store/read/create-select.ts';
import { openStore } from '../store/open-store.ts';
import { startPipeline } from './pipeline.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-replay-'));
after(() => rmSync(root, { recursive: true, force: true }));

function deliveryOf(name: string, text: string): Delivery {
  return {
    source: 'inbox',
    object: name,
    deliveryId: hash128Hex('test', name),
    resumed: false,
    modifiedMs: 1_780_000_000_000,
    bytes: null,
    content: { kind: 'bytes', bytes: Buffer.from(text) },
    ack: () => Promise.resolve(),
  };
}

test('after a fix, dead letters are read again; what still fails stays; nothing is replayed twice', async () => {
  const store = await openStore({ kind: 'embedded', dataDir: root, threadsMax: 2, log: () => undefined });
  const strict = startPipeline({
    sources: [],
    store,
    rules: [],
    workers: 1,
    limits: { ...defaultDecodeLimits, depthMax: 8 },
  });
  const deep = `{"a":${'['.repeat(20)}1${']'.repeat(20)}}`;
  const counts = await strict.submit(deliveryOf('a.json', `{"b":1}\n${deep}\n{"broken": \n`));
  await strict.close();
  assert.deepEqual([counts.stored, counts.deadLetters], [1, 2]);

  const pipeline = startPipeline({ sources: [], store, rules: [], workers: 1 });
  const first = await replayDeadLetters({ pipeline, store, code: 'TW_RECORD_TOO_DEEP' });
  assert.deepEqual(first, { replayed: 1, stored: 1, duplicates: 0, dead_letters: 0 });
  const second = await replayDeadLetters({ pipeline, store });
  assert.deepEqual(second, { replayed: 0, stored: 0, duplicates: 0, dead_letters: 1 });
  await pipeline.close();

  const select = createSelect(store.engine);
  const [events] = await select<{ n: number }>('SELECT count() AS n FROM events');
  assert.equal(events?.n, 2);
  const [letters] = await select<{ n: number }>('SELECT count() AS n FROM dead_letters');
  assert.equal(letters?.n, 2, 'the originals are kept');
  await store.close();
});
