import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { skipWithout } from '../../../test/support/parts.ts';
import {
  makeChunk,
  openOneNode,
  quietLog,
  select,
  temporaryDir,
} from '../../../test/support/store-fixtures.ts';
import { findDamage } from '../damage.ts';
import { openStore, openStoreOn } from '../open-store.ts';
import { startEmbeddedEngine } from './embedded-engine.ts';

const parent = fileURLToPath(new URL('../../../test/support/engine-parent.ts', import.meta.url));
const sizes = { memoryBytesMax: 1024 ** 3, threadsMax: 2, log: quietLog };

suite('the embedded engine', { skip: skipWithout('embedded engine') }, () => {
  test('is ready, keeps secrets to its owner, and a second process is told that the directory is taken', async () => {
    const { engine, dirs, dispose } = await openOneNode();
    const [dataDir = ''] = dirs;
    const health = await engine.health();
    assert.equal(health.ready, true);
    assert.match(health.version, /^\d+\.\d+/);
    assert.equal(statSync(join(dataDir, 'engine')).mode & 0o077, 0);

    // Other users of this machine reach the port as well.
    for (const user of ['default', 'trailwatch', 'people']) {
      const answer = await fetch(`${engine.url}/?user=${user}&query=SELECT%20file('/etc/hosts')`);
      assert.equal(answer.status, 404);
      assert.doesNotMatch(await answer.text(), /localhost/);
    }

    await assert.rejects(startEmbeddedEngine({ dataDir, ...sizes }), { code: 'TW_STORE_LOCKED' });
    // The refused one must not have changed what the first one starts again with.
    process.kill(engine.pid ?? 0, 'SIGKILL');
    await untilReady(engine);
    assert.equal((await engine.health()).restarts, 1);
    assert.equal(readdirSync(join(dataDir, 'engine', 'run')).length, 1);
    await dispose();
    assert.equal((await engine.health()).ready, false);
  });

  test('killed under load, it loses nothing that was acknowledged and stores nothing twice', async () => {
    const { engine, dispose } = await openOneNode();
    const store = await openStoreOn(engine);
    let acknowledged = 0;
    const writer = async (name: string): Promise<void> => {
      for (let index = 0; index < 8; index++) {
        const events = Array.from({ length: 200 }, (_, n) => ({
          id: `${name} ${index} ${n}`,
          raw: JSON.stringify({ eventName: name, index, n }),
        }));
        const [counts] = await store.commit([makeChunk({ delivery: name, index, events })]);
        acknowledged += counts?.stored ?? 0;
      }
    };
    const written = new AbortController();
    const killer = async (): Promise<void> => {
      for (let kills = 0; kills < 3; kills++) {
        await sleep(100 + Math.random() * 400);
        if (written.signal.aborted) return;
        process.kill(engine.pid ?? 0, 'SIGKILL');
        await untilReady(engine);
      }
    };
    const killing = killer();
    await Promise.all([writer('load a'), writer('load b')]);
    written.abort();
    await killing;
    await untilReady(engine);
    assert.equal(acknowledged, 3200);
    const [row] = await select(engine, 'SELECT count() AS n, uniqExact(id) AS ids FROM events');
    assert.deepEqual(row, { n: 3200, ids: 3200 });
    const [ledger] = await select(
      engine,
      'SELECT sum(stored) AS stored, sum(delivered) AS delivered FROM ledger',
    );
    assert.deepEqual(ledger, { stored: 3200, delivered: 3200 });
    assert.ok((await engine.health()).restarts >= 1);
    await dispose();
  });

  test('dies with its parent, however that dies, and leaves the directory free', async () => {
    const dataDir = await temporaryDir();
    const child = spawn(process.execPath, [parent, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await Array.fromAsync(firstLine(child.stdout));
    const enginePid = Number(line);
    assert.ok(isAlive(enginePid));
    child.kill('SIGKILL');
    for (let wait = 0; wait < 200 && isAlive(enginePid); wait++) await sleep(50);
    assert.equal(isAlive(enginePid), false);
    const store = await openStore({ kind: 'embedded', dataDir, ...sizes });
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  test('says what is wrong with the directory', async () => {
    const dataDir = await temporaryDir();
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    await assert.rejects(startEmbeddedEngine({ dataDir: join(file, 'below'), ...sizes }), {
      code: 'TW_STORE_PERMISSION',
    });

    const damaged = join(dataDir, 'damaged');
    await (await openStore({ kind: 'embedded', dataDir: damaged, ...sizes })).close();
    const store = join(damaged, 'engine', 'data', 'store');
    const definitions = readdirSync(store, { recursive: true, encoding: 'utf8' });
    const definition = definitions.find((name) => name.endsWith('/events.sql')) ?? '';
    writeFileSync(join(store, definition), 'ATTACH TABLE _ (a');
    await assert.rejects(openStore({ kind: 'embedded', dataDir: damaged, ...sizes }), {
      code: 'TW_STORE_CORRUPT',
    });
    await rm(dataDir, { recursive: true });
  });

  test('data that cannot be read is told of, not forgotten', async () => {
    const dataDir = await temporaryDir();
    const first = await openStore({ kind: 'embedded', dataDir, ...sizes });
    await first.commit([makeChunk({ delivery: 'damaged', events: [{ id: 'damaged', raw: '{}' }] })]);
    await first.close();
    const store = join(dataDir, 'engine', 'data', 'store');
    const files = readdirSync(store, { recursive: true, encoding: 'utf8' });
    const part = files.find(
      (name) => name.endsWith('data.bin') && files.includes(name.replace('data.bin', 'partition.dat')),
    );
    writeFileSync(join(store, part ?? ''), '');
    const lines: string[] = [];
    const log = (level: string, line: string): void => void lines.push(`${level} ${line}`);
    const again = await openStore({ kind: 'embedded', dataDir, ...sizes, log });
    assert.equal((await findDamage(again.engine)).length, 1);
    assert.match(lines.join('\n'), /^error 1 parts .*TW_STORE_CORRUPT/);
    await again.close();
    await rm(dataDir, { recursive: true });
  });

  test('data of a newer program is left alone', async () => {
    const dataDir = await temporaryDir();
    const store = await openStore({ kind: 'embedded', dataDir, ...sizes });
    await store.engine.app.command({
      query: `INSERT INTO ${store.engine.database}.schema_versions (version, name) VALUES (999, 'later')`,
    });
    await store.close();
    await assert.rejects(openStore({ kind: 'embedded', dataDir, ...sizes }), {
      code: 'TW_STORE_NEWER',
      message: /999/,
    });
    await rm(dataDir, { recursive: true });
  });

  test('a directory left by a start that failed halfway is used again', async () => {
    const dataDir = await temporaryDir();
    await mkdir(join(dataDir, 'engine', 'run', 'left'), { recursive: true });
    const store = await openStore({ kind: 'embedded', dataDir, ...sizes });
    assert.equal(readdirSync(join(dataDir, 'engine', 'run')).length, 1);
    await store.close();
    assert.deepEqual(readdirSync(join(dataDir, 'engine', 'run')), []);
    await rm(dataDir, { recursive: true });
  });
});

async function untilReady(engine: { health(): Promise<{ ready: boolean }> }): Promise<void> {
  for (let wait = 0; wait < 400; wait++) {
    if ((await engine.health()).ready) return;
    await sleep(50);
  }
  assert.fail('the engine did not come back');
}

async function* firstLine(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input: stream })) {
    yield line;
    return;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
