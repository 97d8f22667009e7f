import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { projectRoot, skipWithout } from '../support/parts.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailwatch-up-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const dataDir = join(folder, 'data');
const inbox = join(folder, 'inbox');
const config = join(folder, 'trailwatch.yaml');
mkdirSync(inbox);
writeFileSync(config, 'sources:\n  - { type: files, name: inbox, path: ./inbox, settle_ms: 200 }\n');
const flags = ['--data-dir', dataDir, '--config', config];
const line = (n: number) => `{"time":"2026-11-20T10:00:0${n}Z","level":"info","msg":"line ${n}"}\n`;

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  readonly output: () => string;
}

async function startUp(): Promise<Running> {
  const child = spawn(process.execPath, [join(projectRoot, 'bin', 'trailwatch'), '--port', '0', ...flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  for (;;) {
    const url = /running at (http:\S+)/.exec(output)?.[1];
    if (url !== undefined) return { child, url, output: () => output };
    assert.equal(child.exitCode, null, output);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function countEvents(): Promise<number> {
  const { status, stdout, stderr } = await runCli([
    'query',
    '--lang',
    'sql',
    '--format',
    'ndjson',
    'SELECT count() AS n FROM events',
    ...flags,
  ]);
  assert.equal(status, 0, stderr);
  return Number(JSON.parse(stdout).n);
}

suite('trailwatch up', { skip: skipWithout('embedded engine') }, () => {
  test('serves, watches folders, answers other commands, and SIGTERM drains and exits 0', async () => {
    const { child, url, output } = await startUp();
    assert.match(output(), /Admin token, shown this once: tw_/);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);

    writeFileSync(join(inbox, 'a.jsonl'), line(1) + line(2));
    for (let tries = 0; (await countEvents()) < 2; tries += 1)
      assert.ok(tries < 30, 'the watched folder was not read');

    const file = join(folder, 'b.jsonl');
    writeFileSync(file, line(3));
    const tail = spawn(
      process.execPath,
      [join(projectRoot, 'bin', 'trailwatch'), 'tail', '--json', ...flags],
      {
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
      },
    );
    const seen = once(tail.stdout, 'data');
    // The tail shows what comes after it is there: keep something coming until it has.
    const shown = new AbortController();
    tail.stdout.once('data', () => shown.abort());
    let sent = 0;
    while (!shown.signal.aborted && sent < 30) {
      sent += 1;
      const { stdout } = await runCli(['ingest', '-', '--json', ...flags], {
        stdin: `{"msg":"live ${sent}"}\n`,
      });
      assert.equal(JSON.parse(stdout).stored, 1);
    }
    const [text] = await seen;
    assert.match(String(text), /live \d/);
    tail.kill('SIGTERM');

    const { stdout } = await runCli(['ingest', file, '--json', ...flags]);
    assert.equal(JSON.parse(stdout).stored, 1, 'through the running server');
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');
    assert.equal(status, 0, output());
    assert.equal(existsSync(join(dataDir, 'server.json')), false);
    assert.equal(await countEvents(), 3 + sent, 'the data directory is free and whole');
  });

  test('a server that was killed leaves nothing in the way, and reads nothing twice', async () => {
    const before = await countEvents();
    const first = await startUp();
    assert.doesNotMatch(first.output(), /Admin token/, 'the token is shown once only');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    assert.equal(existsSync(join(dataDir, 'server.json')), true);
    assert.equal(await countEvents(), before);
  });
});
