import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './parts.ts';

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs bin/trailwatch as a user would, with nothing of this test's environment but the path. */
export async function runCli(
  args: readonly string[],
  options: { readonly stdin?: string | Uint8Array; readonly cwd?: string } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [join(projectRoot, 'bin', 'trailwatch'), ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that does not read its input may be gone before it is all written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
