import { writeSync } from 'node:fs';
import { openSqliteControl } from '../../src/control/sqlite/open-sqlite.ts';
import { parseRules } from '../../src/detect/load-rules.ts';
import { ingestPaths } from '../../src/pipeline/ingest.ts';
import { openStore } from '../../src/store/open-store.ts';

/** Ingests a folder as `trailwatch ingest` does, and kills itself at a named step where it was asked to. */
export interface ChildPlan {
  readonly dataDir: string;
  readonly logs: string;
  /** The point and how often it is passed before; absent: this process is killed from outside, or not at all. */
  readonly step?: { readonly at: KillPoint; readonly count: number } | undefined;
}

export const killPoints = [
  'before commit',
  'during commit',
  'after commit',
  'before record',
  'after record',
] as const;
export type KillPoint = (typeof killPoints)[number];

const { rules } = parseRules(
  `title: Trail stopped
id: 5b3f6d3e-6b1f-4d0e-9f43-3d6a6f0d7a11
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
level: high
---
title: Warning
id: 0d8a3b1c-52f7-4f0c-8a52-0f5a2c3f9b22
logsource: { category: application }
detection: { selection: { level: warn, msg: same }, condition: selection }
level: low
`,
  'rules.yml',
);

if (process.argv[2] !== undefined) await run(JSON.parse(process.argv[2]));

async function run({ dataDir, logs, step }: ChildPlan): Promise<void> {
  let left = step?.count ?? 0;
  const pass = (point: KillPoint) => {
    if (step?.at === point && left-- === 0) process.kill(process.pid, 'SIGKILL');
  };
  const control = await openSqliteControl(dataDir);
  const store = await openStore({ kind: 'embedded', dataDir, threadsMax: 2, log: () => undefined });
  writeSync(1, 'ready\n');
  const { summary } = await ingestPaths({
    paths: [logs],
    control: {
      runs: {
        open: (key, description) => control.runs.open(key, description),
        close: (id, counts) => control.runs.close(id, counts),
        async recordFinished(id, deliveries) {
          pass('before record');
          await control.runs.recordFinished(id, deliveries);
          pass('after record');
        },
      },
    },
    store: {
      async commit(chunks) {
        pass('before commit');
        const committed = store.commit(chunks);
        if (step?.at === 'during commit') setTimeout(() => pass('during commit'), Math.random() * 40);
        const counts = await committed;
        pass('after commit');
        return counts;
      },
    },
    rules,
    workers: 2,
    batchRows: 400,
  });
  await control.close();
  await store.close();
  writeSync(1, `${JSON.stringify(summary)}\n`);
  process.exit(0);
}
