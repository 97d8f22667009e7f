import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../support/parts.ts';

export interface RunningApp {
  readonly url: string;
  readonly token: string;
  /** Sends a body to the ingest endpoint; resolves when all of it is durable. */
  ingest(name: string, body: string): Promise<void>;
  close(): Promise<void>;
}

const startMs = 120_000;
const stopMs = 60_000;

/** `trailwatch up` as people start it, on a free port and with a data directory of its own. */
export async function startApp(): Promise<RunningApp> {
  if (!existsSync(join(projectRoot, 'src', 'ui', 'dist', 'index.html'))) {
    throw new Error('the web application is not built: run `node tools/setup.mjs`');
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'trailwatch-e2e-'));
  const token = 'token-of-the-browser-tests';
  const child = spawn(
    process.execPath,
    [join(projectRoot, 'bin', 'trailwatch'), 'up', '--port', '0', '--data-dir', dataDir],
    {
      cwd: dataDir,
      env: { ...process.env, TRAILWATCH_ADMIN_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`not up after ${startMs} ms: ${output}`)), startMs);
    const read = (bytes: Buffer) => {
      output += bytes.toString();
      const match = /running at (http:\/\/[\d.]+:\d+)/.exec(output);
      if (match?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`trailwatch up ended with ${code}: ${output}`)));
  });
  return {
    url,
    token,
    async ingest(name, body) {
      const response = await fetch(`${url}/api/v1/ingest?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
        body,
      });
      if (!response.ok) throw new Error(`ingest answered ${response.status}: ${await response.text()}`);
    },
    async close() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
      await exited;
      clearTimeout(timer);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
