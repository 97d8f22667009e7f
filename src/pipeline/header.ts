import { open } from 'node:fs/promises';
import type { LogType } from '../event/log-types.ts';
import { decodeObject } from '../parsers/decode.ts';
import { type DecodeLimits, sampleLines } from '../parsers/parser.ts';

export interface HeaderOptions {
  readonly path: string;
  /** The header ends before this offset. */
  readonly before: number;
  readonly name: string;
  /** Without a known type there is no telling a header from a record: the header is then empty. */
  readonly forcedType: LogType | undefined;
  readonly limits: DecodeLimits;
}

const headerBytesMax = 64 * 1024;
const newline = 10;

/**
 * The lines at a file's beginning that are no records but say how the records are read (`#Fields: …`, column names):
 * a later stretch of the file needs them again. A header that cannot be read is an empty one.
 */
export async function headerOf(options: HeaderOptions): Promise<Uint8Array> {
  if (options.forcedType === undefined) return new Uint8Array();
  const beginning = await readBeginning(options.path, Math.min(options.before, headerBytesMax));
  let header = beginning.subarray(0, 0);
  for (let line = 0; line < sampleLines; line += 1) {
    const end = beginning.indexOf(newline, header.length);
    if (end === -1) return header;
    const candidate = beginning.subarray(0, end + 1);
    if (await holdsRecords(candidate, options)) return header;
    header = candidate;
  }
  return header;
}

async function readBeginning(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function holdsRecords(
  bytes: Uint8Array,
  { name, forcedType, limits }: HeaderOptions,
): Promise<boolean> {
  const content = (async function* () {
    yield bytes;
  })();
  for await (const batch of decodeObject(content, { name, forcedType, limits })) {
    if (batch.length > 0) return true;
  }
  return false;
}
