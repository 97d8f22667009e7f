import { type FileHandle, open } from 'node:fs/promises';
import { TrailwatchError } from '../base/errors.ts';
import type { FileRange } from '../sources/source.ts';

const readBytes = 1024 ** 2;

/**
 * The bytes of a file, or of a stretch of it, each piece in a buffer of its own. Nothing is read ahead.
 * Throws TW_INPUT_UNREADABLE where it cannot be opened or read, or has become shorter than the stretch.
 */
export async function* readFileBytes(
  path: string,
  range: FileRange | undefined,
  onRead: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  const { file, size } = await openInput(path);
  // One byte more than a regular file has: the read that meets the end then comes without a second buffer.
  const wantedMax = size > 0 && size < readBytes ? size + 1 : readBytes;
  try {
    let position = range?.start ?? null;
    const end = range?.end ?? Number.POSITIVE_INFINITY;
    while ((position ?? 0) < end) {
      const wanted = position === null ? wantedMax : Math.min(wantedMax, end - position);
      const { bytesRead, buffer } = await readOnce(file, path, wanted, position);
      if (bytesRead === 0) {
        if (range === undefined) return;
        throw unreadable(path, 'it has become shorter since it was found');
      }
      if (position !== null) position += bytesRead;
      onRead(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function openInput(path: string): Promise<{ file: FileHandle; size: number }> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw unreadable(path, reasonOf(cause), cause);
  }
  const stat = await file.stat();
  if (stat.isDirectory()) {
    await file.close();
    throw unreadable(path, 'it is a folder');
  }
  return { file, size: stat.size };
}

/** `position` null reads on from where the last read ended, which is all that pipes can do. */
async function readOnce(file: FileHandle, path: string, bytes: number, position: number | null) {
  try {
    return await file.read(Buffer.allocUnsafeSlow(bytes), 0, bytes, position);
  } catch (cause) {
    throw unreadable(path, reasonOf(cause), cause);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): TrailwatchError {
  return new TrailwatchError('TW_INPUT_UNREADABLE', `${path} cannot be read: ${reason}`, {
    hint: 'Check that the path exists and that you may read it.',
    cause,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of its path is no folder',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an error',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? code) : error.message;
}
