import { crc32, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { TrailwatchError } from '../base/errors.ts';
import type { ByteReader } from './byte-reader.ts';

export type Compression = 'gzip' | 'zstd';

/** Compressed bytes handed to the codec at once: what bounds the output that can be waiting (deflate expands up to 1,032 times). */
const sliceBytes = 32 * 1024;
const outputBytes = 128 * 1024;
/** Small files may expand as they like. */
const expansionFreeBytes = 64 * 1024 ** 2;

/** Compressed bytes read and decompressed bytes made, over all members of one object. */
interface Progress {
  bytesIn: number;
  bytesOut: number;
  readonly ratioMax: number;
}

export function compressionOf(head: Uint8Array): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && head[0] === 0x28) return 'zstd';
  const skippableFrame = head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return skippableFrame && ((head[0] ?? 0) & 0xf0) === 0x50 ? 'zstd' : null;
}

/**
 * Decompresses all members (gzip, RFC 1952) or frames (zstd, RFC 8878) one after the other, as they come.
 * Everything before a break is handed out; then TW_DECOMPRESS_FAILED is thrown, or TW_DECOMPRESS_BOMB past the expansion limit.
 * Of data that is corrupt inside a block, up to 128 KiB before the break are lost with it: the codec does not give them away.
 */
export async function* decompress(
  input: ByteReader,
  kind: Compression,
  ratioMax: number,
): AsyncGenerator<Buffer> {
  const progress: Progress = { bytesIn: 0, bytesOut: 0, ratioMax };
  let first = true;
  while (true) {
    const head = await input.peek(4);
    if (head.length === 0) return;
    if (compressionOf(head) !== kind) {
      if (!first && (await onlyZerosRemain(input))) return;
      throw broken(
        first ? `the ${kind} data ends early` : `bytes that are not ${kind} follow the ${kind} data`,
      );
    }
    if (kind === 'gzip') {
      await skipGzipHeader(input);
      yield* gzipMember(input, progress);
    } else {
      yield* inflate(input, createZstdDecompress({ chunkSize: outputBytes }), kind, progress);
    }
    first = false;
  }
}

async function* gzipMember(input: ByteReader, progress: Progress): AsyncGenerator<Buffer> {
  let checksum = 0;
  let length = 0;
  for await (const output of inflate(input, createInflateRaw({ chunkSize: outputBytes }), 'gzip', progress)) {
    checksum = crc32(output, checksum);
    length = (length + output.length) % 2 ** 32;
    yield output;
  }
  const trailer = await takeExactly(input, 8);
  if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length) {
    throw broken('the gzip checksum does not match');
  }
}

type Codec = ReturnType<typeof createInflateRaw> | ReturnType<typeof createZstdDecompress>;

/** One member: leaves in `input` what follows it. */
async function* inflate(
  input: ByteReader,
  codec: Codec,
  kind: Compression,
  progress: Progress,
): AsyncGenerator<Buffer> {
  let outputs: Buffer[] = [];
  let settle: (result: 'wrote' | 'ended' | Error) => void = () => {};
  codec.on('data', (output: Buffer) => outputs.push(output));
  codec.on('end', () => settle('ended'));
  codec.on('error', (error) => settle(error));
  try {
    while (true) {
      const slice = await input.take(sliceBytes);
      const before = codec.bytesWritten;
      const result = await new Promise<'wrote' | 'ended' | Error>((resolve) => {
        settle = resolve;
        if (slice === null) codec.end();
        else codec.write(slice, (error) => resolve(error ?? 'wrote'));
      });
      const consumed = codec.bytesWritten - before;
      progress.bytesIn += consumed;
      for (const output of outputs) {
        progress.bytesOut += output.length;
        checkExpansion(progress);
        yield output;
      }
      outputs = [];
      if (result instanceof Error) throw broken(reason(result, kind), result);
      if (slice === null) return;
      if (result === 'ended') {
        input.unread(slice.subarray(consumed));
        return;
      }
    }
  } finally {
    codec.destroy();
  }
}

function reason(error: Error & { code?: string }, kind: Compression): string {
  return error.code === 'Z_BUF_ERROR'
    ? `the ${kind} data ends early`
    : `the ${kind} data is corrupt: ${error.message}`;
}

function checkExpansion({ bytesIn, bytesOut, ratioMax }: Progress): void {
  if (bytesOut <= expansionFreeBytes || bytesOut <= Math.max(bytesIn, 1) * ratioMax) return;
  throw new TrailwatchError('TW_DECOMPRESS_BOMB', `the data expands more than ${ratioMax} times`, {
    hint: 'Decompress it yourself if you trust it.',
  });
}

function broken(message: string, cause?: Error): TrailwatchError {
  return new TrailwatchError('TW_DECOMPRESS_FAILED', message, {
    cause,
    hint: 'Fetch or copy the object again: it is damaged or was cut.',
  });
}

const headerFlags = { crc: 2, extra: 4, name: 8, comment: 16 };

async function skipGzipHeader(input: ByteReader): Promise<void> {
  const fixed = await takeExactly(input, 10);
  const flags = fixed[3] ?? 0;
  if ((flags & headerFlags.extra) !== 0) {
    const extraBytes = (await takeExactly(input, 2)).readUInt16LE(0);
    await takeExactly(input, extraBytes);
  }
  if ((flags & headerFlags.name) !== 0) await skipText(input);
  if ((flags & headerFlags.comment) !== 0) await skipText(input);
  if ((flags & headerFlags.crc) !== 0) await takeExactly(input, 2);
}

/** Zero-terminated. */
async function skipText(input: ByteReader): Promise<void> {
  while (true) {
    const slice = await input.take(sliceBytes);
    if (slice === null) throw broken('the gzip data ends early');
    const end = slice.indexOf(0);
    if (end < 0) continue;
    input.unread(slice.subarray(end + 1));
    return;
  }
}

async function takeExactly(input: ByteReader, count: number): Promise<Buffer> {
  const found = await input.peek(count);
  if (found.length < count) throw broken('the gzip data ends early');
  let left = count;
  while (left > 0) {
    const taken = await input.take(left);
    left -= taken?.length ?? left;
  }
  return found;
}

/** Padding, as tapes and block devices leave it. */
async function onlyZerosRemain(input: ByteReader): Promise<boolean> {
  while (true) {
    const slice = await input.take(sliceBytes);
    if (slice === null) return true;
    if (slice.some((byte) => byte !== 0)) {
      input.unread(slice);
      return false;
    }
  }
}
