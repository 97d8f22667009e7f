import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How the command line finds the server that has the data directory open. */
const ServerFile = z.object({ pid: z.int(), url: z.url(), token: z.string(), version: z.string() });
export type RunningServer = z.infer<typeof ServerFile>;

const fileName = 'server.json';

/** Readable by its owner only: the token in it opens the API for as long as this process lives. */
export function announceServer(dataDir: string, server: RunningServer): () => void {
  const file = join(dataDir, fileName);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(server, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** Undefined where none runs; a file left behind by a killed server counts as none. */
export function findServer(dataDir: string): RunningServer | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
  const parsed = ServerFile.safeParse(parseJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut short by a kill while it was written.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
