import { writeSync } from 'node:fs';
import { openSqliteControl } from '../../src/control/sqlite/open-sqlite.ts';
import { startPipeline } from '../../src/pipeline/pipeline.ts';
import { createFollowSource } from '../../src/sources/files/follow-source.ts';
import { openStore } from '../../src/store/open-store.ts';

/** Follows a folder as the server does, until its standard input ends. */
const [dataDir, inbox] = process.argv.slice(2);
if (dataDir !== undefined && inbox !== undefined) await follow(dataDir, inbox);

async function follow(dataDir: string, inbox: string): Promise<void> {
  const control = await openSqliteControl(dataDir);
  const store = await openStore({ kind: 'embedded', dataDir, threadsMax: 2, log: () => undefined });
  const source = createFollowSource({
    name: 'inbox',
    path: inbox,
    positions: control.followedFiles,
    follow: true,
    pollMs: 100,
  });
  const pipeline = startPipeline({ sources: [source], store, rules: [], workers: 2 });
  writeSync(1, 'ready\n');
  for await (const _ of process.stdin);
  await pipeline.close();
  await store.close();
  await control.close();
  process.exit(0);
}
