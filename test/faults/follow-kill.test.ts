import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open-store.ts';
import { createSelect } from '../../src/store/read/create-select.ts';
import { randomOf } from './generate-logs.ts';

/**
 * A process that follows a folder is killed with SIGKILL at random moments while the files in it grow and are rotated. In the end
 * each line is stored exactly once. TRAILWATCH_FAULT_KILLS sets how often (a fifth of it), TRAILWATCH_FAULT_SEED repeats a run.
 */
const kills = Math.ceil(Number(process.env['TRAILWATCH_FAULT_KILLS'] ?? 15) / 5);
const seed = Number(process.env['TRAILWATCH_FAULT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const root = mkdtempSync(join(tmpdir(), 'trailwatch-follow-kill-'));
after(() => rmSync(root, { recursive: true, force: true }));

test(`a follower killed ${kills} times stores each line once (seed ${seed})`, async (t) => {
  t.diagnostic(`TRAILWATCH_FAULT_SEED=${seed} repeats it`);
  const random = randomOf(seed);
  const inbox = join(root, 'inbox');
  const dataDir = join(root, 'data');
  mkdirSync(inbox);
  let lines = 0;
  let rotated = 0;
  const write = () => {
    const path = join(inbox, random() < 0.5 ? 'a.log' : 'b.log');
    const text = Array.from(
      { length: 1 + Math.floor(random() * 400) },
      () => `level=info msg=n${lines++}\n`,
    ).join('');
    // Some writes end in the middle of a line, as those of buffering programs do.
    const cut = random() < 0.5 ? text.length : Math.floor(random() * text.length);
    appendFileSync(path, text.slice(0, cut));
    appendFileSync(path, text.slice(cut));
    if (random() < 0.1) renameSync(path, `${path}.${rotated++}`);
  };

  for (let life = 0; life < kills; life += 1) {
    const child = await start(dataDir, inbox);
    const writing = Math.floor(random() * 12);
    for (let count = 0; count < writing; count += 1) {
      write();
      await sleep(random() * 120);
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    write();
  }

  const child = await start(dataDir, inbox);
  await allRead(dataDir, inbox);
  child.stdin?.end();
  const [code] = await once(child, 'close');
  assert.equal(code, 0);

  const store = await openStore({ kind: 'embedded', dataDir, threadsMax: 2, log: () => undefined });
  const select = createSelect(store.engine);
  const [events] = await select(
    "SELECT count() AS stored, uniqExact(id) AS ids, uniqExact(message) AS messages, countIf(log_type != 'app.logfmt') AS others FROM events",
  );
  assert.deepEqual(events, { stored: lines, ids: lines, messages: lines, others: 0 });
  const [ledger] = await select(
    'SELECT sum(delivered) AS delivered, sum(stored) AS stored, sum(duplicates) AS duplicates, sum(dead_letters) AS dead_letters FROM ledger',
  );
  assert.deepEqual(ledger, { delivered: lines, stored: lines, duplicates: 0, dead_letters: 0 });
  await store.close();
});

async function start(dataDir: string, inbox: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'follow-child.ts'), dataDir, inbox], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Most of a short life is starting up.
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
  });
  await once(child.stdout, 'data');
  return child;
}

/** Until the read positions have reached the ends of all files. */
async function allRead(dataDir: string, inbox: string): Promise<void> {
  const database = new DatabaseSync(join(dataDir, 'control.sqlite'), { timeout: 5000 });
  const positions = database.prepare(
    'SELECT coalesce(sum(position), 0) AS read, count(pending_delivery_id) AS pending FROM followed_files',
  );
  const size = readdirSync(inbox).reduce((sum, name) => sum + statSync(join(inbox, name)).size, 0);
  for (let tries = 0; tries < 600; tries += 1) {
    const row = positions.get();
    if (row?.['read'] === size && row['pending'] === 0) break;
    await sleep(100);
  }
  assert.deepEqual({ ...positions.get() }, { read: size, pending: 0 });
  database.close();
}
