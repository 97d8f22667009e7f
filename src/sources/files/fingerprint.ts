import { hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** Enough to tell log files apart: their first lines carry times and ids. */
export const fingerprintBytesMax = 1024;

export async function fingerprintOf(file: FileHandle, bytes: number): Promise<string> {
  const beginning = await readAt(file, 0, bytes);
  return hash('sha256', beginning, 'hex').slice(0, 32);
}

/** Fewer bytes than asked for where the file ends. */
export async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Undefined where it cannot be opened (gone, no permission) or read. */
export async function withFile<T>(
  path: string,
  use: (file: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    return await use(file);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}
