import assert from 'node:assert/strict';
import { TrailwatchError } from '../base/errors.ts';
import { asBuffer, type ByteReader, createByteReader } from './byte-reader.ts';
import { ContentDecoder } from './content-decoder.ts';
import { createDeadLetter } from './dead-letters.ts';
import { compressionOf, decompress } from './decompress.ts';
import type { Scope } from './envelope.ts';
import { decompressInner } from './inner-content.ts';
import type { Span } from './json-sink.ts';
import { envelopeOfName } from './object-name.ts';
import type { DecodeOptions, Parsed } from './parser.ts';
import { Records } from './records.ts';

/** Decoded bytes parsed between two yields, at most. */
const stepBytes = 256 * 1024;
const compressionLayersMax = 8;
/** Parquet keeps its index at the end: a file has to be there whole. */
const parquetBytesMax = 256 * 1024 ** 2;
const parquetMagic = Buffer.from('PAR1');

/**
 * Reads one object: takes off any nesting of gzip and zstd, frames JSON or text, unwraps envelopes, recognises and parses
 * each record. Yields what is complete as soon as it is, so `content` may stay open; its chunks must not be reused by their
 * producer. What it yields depends on the bytes alone, not on how they are cut into chunks.
 *
 * Memory, whatever the object: `recordBytesMax` for the record being read (twice while it is copied together), the records
 * of one step (256 KiB of decoded bytes, and one record), the output of 32 KiB of compressed bytes (at most 32 MiB), 4 MiB
 * for a wrapper. Parquet alone is held whole, up to `parquetBytesMax`.
 *
 * Content never makes it throw: what cannot be read becomes a dead letter. It does throw what `content` throws.
 */
export async function* decodeObject(
  content: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<readonly Parsed[]> {
  const records = new Records();
  const named = envelopeOfName(options.name);
  const envelope = { ...named, ...options.envelope };
  const decoder = createContentDecoder(records, options, { envelope, depth: 0 });
  const readers = [createByteReader(content)];
  try {
    const reader = await peel(readers, options);
    if ((await reader.peek(parquetMagic.length)).equals(parquetMagic)) {
      yield* readParquet(reader, { ...options, envelope });
      return;
    }
    while (!decoder.finished) {
      const bytes = await reader.take(stepBytes);
      if (bytes === null) break;
      decoder.push(bytes);
      if (records.count > 0) yield records.take();
    }
    decoder.end();
  } catch (error) {
    if (!isBrokenCompression(error)) throw error;
    decoder.abandon(error.code, error.message);
  } finally {
    // From the inside out: each frees its codec.
    for (const reader of readers.toReversed()) await reader.close();
  }
  if (records.count > 0) yield records.take();
}

async function* readParquet(reader: ByteReader, options: DecodeOptions): AsyncGenerator<readonly Parsed[]> {
  const parts: Buffer[] = [];
  let length = 0;
  for (let part = await reader.take(stepBytes); part !== null; part = await reader.take(stepBytes)) {
    parts.push(part);
    length += part.length;
    if (length > parquetBytesMax) {
      const message = `the Parquet file is larger than ${parquetBytesMax} bytes`;
      yield [
        createDeadLetter('TW_RECORD_TOO_LARGE', message, parts[0] ?? part, { offset: 0, line: null }, null),
      ];
      return;
    }
  }
  // Its library is large, and most runs see no Parquet.
  const { parseParquet } = await import('./parquet/parquet.ts');
  yield* parseParquet(Buffer.concat(parts), options);
}

/** Adds a reader for each layer of compression; the last one gives the decoded bytes. */
async function peel(readers: ByteReader[], options: DecodeOptions): Promise<ByteReader> {
  while (true) {
    const reader = readers.at(-1);
    assert.ok(reader !== undefined, 'there is always the reader of the content itself');
    const kind = readers.length > compressionLayersMax ? null : compressionOf(await reader.peek(4));
    if (kind === null) return reader;
    readers.push(createByteReader(decompress(reader, kind, options.limits.expansionRatioMax)));
  }
}

function createContentDecoder(records: Records, options: DecodeOptions, scope: Scope): ContentDecoder {
  return new ContentDecoder(records, options, scope, (bytes, span, inner) => {
    decodeInner(records, options, bytes, span, inner);
  });
}

/** A payload that stands inside of an envelope, whole. */
function decodeInner(
  records: Records,
  options: DecodeOptions,
  bytes: Uint8Array,
  span: Span,
  scope: Scope,
): void {
  let content: Buffer;
  try {
    content = decompressInner(asBuffer(bytes), compressionLayersMax);
  } catch (error) {
    const message = `the payload cannot be decompressed: ${error instanceof Error ? error.message : String(error)}`;
    records.addDeadLetter('TW_DECOMPRESS_FAILED', message, bytes, span.place);
    return;
  }
  const decoder = createContentDecoder(records, options, scope);
  records.pin(span.place, () => {
    decoder.push(content);
    decoder.end();
  });
}

function isBrokenCompression(error: unknown): error is TrailwatchError {
  return (
    error instanceof TrailwatchError &&
    (error.code === 'TW_DECOMPRESS_FAILED' || error.code === 'TW_DECOMPRESS_BOMB')
  );
}
