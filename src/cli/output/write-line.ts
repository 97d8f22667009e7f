import { once } from 'node:events';

/** Waits while the reader is slow, so that output never piles up in memory. */
export async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}
