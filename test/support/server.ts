import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load-config.ts';
import { startServer } from '../../src/server/start-server.ts';

export interface TestServer {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  /** With the admin token; JSON in and out where `body` is an object. */
  call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: unknown; headers: Headers }>;
  close(): Promise<void>;
}

/** A whole server on a free port with a data directory of its own. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'trailwatch-server-'));
  const token = 'test-token';
  const config = await loadConfig({ dataDir, env: {}, cwd: dataDir });
  const server = await startServer({
    config: { ...config, adminToken: token, workers: 1, server: { host: '127.0.0.1', port: 0 } },
    demo: false,
    log: () => {},
  });
  return {
    url: server.url,
    token,
    dataDir,
    async call(method, path, body) {
      const isBytes = typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(new URL(path, server.url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && {
            'content-type': isBytes ? 'application/octet-stream' : 'application/json',
          }),
        },
        ...(body !== undefined && { body: isBytes ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return { status: response.status, json: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    async close() {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
