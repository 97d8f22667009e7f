import type { FileHandle } from 'node:fs/promises';
import { readAt } from './fingerprint.ts';

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface StretchOptions {
  readonly position: number;
  readonly bytes: number;
  /** Not written to for a while: what is there is taken as complete, newline or not. */
  readonly settled: boolean;
}

const newline = 10;
const sampleBytes = 256 * 1024;
const blockBytes = 64 * 1024;

/**
 * What of the file can be read now. A file of lines is read up to its last newline, again and again as it grows; what has no newline,
 * and a record whose indented lines may go on (a stack trace), waits until the file has settled. A file that only makes sense whole (compressed, Parquet, one JSON document over several lines) is
 * read when it has settled, and again from its beginning if it then changes: its records are recognised as duplicates.
 */
export async function nextStretch(file: FileHandle, options: StretchOptions): Promise<Stretch | undefined> {
  const { position, bytes, settled } = options;
  if (bytes === position) return undefined;
  const sample = await readAt(file, 0, Math.min(bytes, sampleBytes));
  if (isWhole(sample)) return settled ? { start: 0, end: bytes } : undefined;
  const end = settled ? bytes : await afterLastNewline(file, position, bytes);
  return end === undefined || end <= position ? undefined : { start: position, end };
}

function isWhole(sample: Buffer): boolean {
  if (magics.some((magic) => sample.subarray(0, magic.length).equals(magic))) return true;
  const text = sample.toString('latin1').trimStart();
  if (text.startsWith('[')) return true;
  if (!text.startsWith('{')) return false;
  const lineEnd = text.indexOf('\n');
  // Without any newline it is one line still, however long.
  return lineEnd !== -1 && !isJson(text.slice(0, lineEnd));
}

const magics = [
  Buffer.from([0x1f, 0x8b]), // gzip
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), // zstd
  Buffer.from('PAR1'),
];

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

async function afterLastNewline(file: FileHandle, from: number, to: number): Promise<number | undefined> {
  for (let end = to; end > from; end -= blockBytes) {
    const start = Math.max(from, end - blockBytes);
    const block = await readAt(file, start, end - start);
    const index = block.lastIndexOf(newline);
    if (index !== -1)
      return start + beforeUnfinished(block.subarray(0, index + 1), block[index + 1], start === from);
  }
  return undefined;
}

/**
 * A writer's buffer may end inside a record of several lines. Where the last line, or the beginning of the next, is indented, the
 * lines from the last one that is not are left for later; where there is none, in a whole block of them, nothing is.
 */
function beforeUnfinished(lines: Buffer, next: number | undefined, startsLine: boolean): number {
  let goesOn = isBlank(next);
  for (let end = lines.length; end > 0; ) {
    const lineStart = end < 2 ? 0 : lines.lastIndexOf(newline, end - 2) + 1;
    if (lineStart === 0 && !startsLine) break;
    if (!isBlank(lines[lineStart])) return goesOn ? lineStart : lines.length;
    goesOn = true;
    end = lineStart;
  }
  return lines.length;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
