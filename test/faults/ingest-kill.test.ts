import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { createSelect } from '../../src/store/read/create-select.ts';
import { openStore } from '../../src/store/open-store.ts';
import { generateLogs, randomOf } from './generate-logs.ts';
import { type ChildPlan, killPoints } from './ingest-child.ts';

/**
 * A process that ingests is killed with SIGKILL at random points and started again until it is done. Whatever the points, events,
 * findings, ledger, dead letters and the summary must equal those of a run that was left alone.
 * TRAILWATCH_FAULT_KILLS sets how often (CI: 50), TRAILWATCH_FAULT_SEED repeats a run.
 */
const kills = Number(process.env['TRAILWATCH_FAULT_KILLS'] ?? 8);
const seed = Number(process.env['TRAILWATCH_FAULT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const root = mkdtempSync(join(tmpdir(), 'trailwatch-faults-'));
after(() => rmSync(root, { recursive: true, force: true }));

test(`killed ${kills} times, it ends as if it never was (seed ${seed})`, async (t) => {
  t.diagnostic(`TRAILWATCH_FAULT_SEED=${seed} repeats it`);
  const random = randomOf(seed);
  const logs = join(root, 'logs');
  generateLogs(logs, Math.max(20, Math.min(kills * 2, 60)), seed);

  const quiet = join(root, 'quiet');
  const undisturbed = await live({ dataDir: quiet, logs });
  assert.ok(undisturbed.summary !== undefined, 'the undisturbed run ends by itself');
  const expected = await contents(quiet);
  assert.ok(
    expected.events.length > 20_000 && expected.findings.length > 50 && expected.deadLetters.length > 10,
  );

  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const dataDir = join(root, `round-${round}`);
    for (;;) {
      const spare = killed >= kills;
      const byStep = random() < 0.6;
      const step = byStep
        ? {
            at: killPoints[Math.floor(random() * killPoints.length)] ?? ('before commit' as const),
            count: Math.floor(random() * 4),
          }
        : undefined;
      const killAfterMs = byStep || spare ? undefined : Math.floor(random() * 1200);
      const life = await live({ dataDir, logs, step: spare ? undefined : step }, killAfterMs);
      if (life.summary === undefined) killed += 1;
      if (life.summary !== undefined) assert.deepEqual(life.summary, undisturbed.summary);
      if (life.summary !== undefined || isClosed(dataDir)) break;
    }
    const actual = await contents(dataDir);
    for (const name of ['ledger', 'deadLetters', 'findings', 'drift', 'events'] as const) {
      assert.deepEqual(
        difference(expected[name], actual[name]),
        { missing: [], extra: [] },
        `${name}, round ${round}`,
      );
    }
    rmSync(dataDir, { recursive: true });
  }
  t.diagnostic(`killed ${killed} times`);
});

interface Life {
  /** Undefined where it was killed. */
  readonly summary: Readonly<Record<string, number>> | undefined;
}

/** One life of the process; with `killAfterMs`, counted from when the engine is open, it does not end by itself. */
async function live(plan: ChildPlan, killAfterMs?: number): Promise<Life> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'ingest-child.ts'), JSON.stringify(plan)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Most of a short life is starting up.
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
    },
  );
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const wasReady = output.includes('ready');
    output += text;
    if (!wasReady && output.includes('ready') && killAfterMs !== undefined) {
      setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (code, signal) => resolve([code, signal])),
  );
  if (signal === 'SIGKILL') return { summary: undefined };
  assert.equal(code, 0, `the child failed: ${errors}`);
  const { seconds: _, ...summary } = JSON.parse(output.split('\n')[1] ?? '');
  return { summary };
}

/** It was killed between closing its run and saying so: one more life would be a new run. */
function isClosed(dataDir: string): boolean {
  const database = new DatabaseSync(join(dataDir, 'control.sqlite'));
  try {
    return database.prepare("SELECT 1 FROM runs WHERE state = 'closed'").get() !== undefined;
  } finally {
    database.close();
  }
}

type Contents = Readonly<
  Record<'events' | 'findings' | 'ledger' | 'deadLetters' | 'drift', readonly string[]>
>;

/** All that does not name the delivery or the time of processing, one line a row. */
async function contents(dataDir: string): Promise<Contents> {
  const store = await openStore({ kind: 'embedded', dataDir, threadsMax: 2, log: () => undefined });
  try {
    const select = createSelect(store.engine);
    const lines = async (sql: string) =>
      (await select<object>(sql)).map((row) => JSON.stringify(row)).toSorted();
    return {
      events: await lines(
        'SELECT id, log_type, account_id, region, time, event_id, operation, cityHash64(raw) AS raw FROM events',
      ),
      findings: await lines(
        'SELECT id, rule, severity, time, event_ids, log_type, account_id, region, actor, sentence FROM findings',
      ),
      ledger: await lines('SELECT * FROM ledger'),
      deadLetters: await lines(
        'SELECT source, object, code, message, hex(bytes) AS bytes, bytes_total, offset, line FROM dead_letters',
      ),
      drift: await lines(
        'SELECT log_type, field, sum(count) AS count FROM drift_entries GROUP BY log_type, field',
      ),
    };
  } finally {
    await store.close();
  }
}

/** As multisets: a row stored twice shows as extra. */
function difference(expected: readonly string[], actual: readonly string[]) {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  const extra = actual.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
  const missing = [...counts].filter(([, count]) => count > 0).map(([line]) => line);
  return { missing: missing.slice(0, 5), extra: extra.slice(0, 5) };
}
