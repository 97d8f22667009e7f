import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { openSqliteControl } from '../control/sqlite/open-sqlite.ts';
import { createFollowSource } from '../sources/files/follow-source.ts';
import { ingestPaths } from './ingest.ts';
import { startPipeline } from './pipeline.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-follow-pipeline-'));
after(() => rmSync(root, { recursive: true, force: true }));

const flows = Array.from(
  { length: 60 },
  (_, index) =>
    `10.0.0.${index % 9} ACCEPT 111122223333 eni-0a1b2c3d ${1_780_000_000 + index} ${1_780_000_060 + index} 443 OK\n`,
);
const formats: Readonly<Record<string, { readonly head: string; readonly lines: readonly string[] }>> = {
  'flow logs with a header of their own': {
    head: 'srcaddr action account-id interface-id start end dstport log-status\n',
    lines: flows,
  },
  'logfmt with equal lines': {
    head: '',
    lines: Array.from({ length: 60 }, (_, index) => `level=info msg="step ${index % 3}"\n`),
  },
  'JSON lines': {
    head: '',
    lines: Array.from({ length: 60 }, (_, index) => `{"level":"info","step":${index % 3}}\n`),
  },
};

for (const [name, { head, lines }] of Object.entries(formats)) {
  test(`${name}: followed through growth and restarts, the records are those of the whole file`, async () => {
    const folder = join(root, name.replaceAll(' ', '-'));
    const inbox = join(folder, 'inbox');
    mkdirSync(inbox, { recursive: true });
    const path = join(inbox, 'a.log');
    const control = await openSqliteControl(join(folder, 'data'));
    const store = createMemoryStore();

    const follow = async (until: number, while_: () => Promise<void>) => {
      const source = createFollowSource({
        name: 'inbox',
        path: inbox,
        positions: control.followedFiles,
        follow: true,
        pollMs: 100,
      });
      const pipeline = startPipeline({ sources: [source], store, rules: [], workers: 1 });
      await while_();
      for (let tries = 0; store.events.size < until && tries < 400; tries += 1) await sleep(25);
      await pipeline.close();
    };

    writeFileSync(path, head + lines.slice(0, 20).join(''));
    await follow(30, async () => {
      await sleep(600);
      for (const line of lines.slice(20, 30)) appendFileSync(path, line);
    });
    appendFileSync(path, lines.slice(30, 45).join(''));
    await follow(45, async () => undefined);
    await follow(60, async () => {
      await sleep(300);
      appendFileSync(path, lines.slice(45).join(''));
    });
    assert.equal(store.events.size, 60);
    assert.deepEqual(store.deadLetters, []);
    assert.equal(new Set([...store.events.values()].map(({ deliveryId }) => deliveryId)).size >= 3, true);

    const { summary } = await ingestPaths({ paths: [path], control, store, rules: [], workers: 1 });
    assert.equal(summary.duplicates, 60, 'the whole file, read at once, holds the same records');
    assert.equal(summary.stored, 0);
    await control.close();
  });
}
