import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ErrorCode } from '../../base/errors.ts';
import type { Envelope } from '../../event/event.ts';
import { createDeadLetter } from '../dead-letters.ts';
import { envelopeOfName } from '../object-name.ts';
import type { DecodeOptions, Parsed } from '../parser.ts';
import { plainRow } from './plain-row.ts';
import { type RowKind, rowKindOf } from './row-kind.ts';

/** Decompressed bytes of one row group, which is in memory whole; common writers keep to 128 MiB. */
const rowGroupBytesMax = 1024 ** 3;
const rowGroupRowsMax = 10_000_000;
/** Records in one batch. */
const batchRows = 4096;
/** Small files may expand as they like. */
const expansionFreeBytes = 64 * 1024 ** 2;

/**
 * Reads a Parquet file, one row group at a time. A record's raw is its row as JSON: integers beyond 2^53 as text, times as
 * RFC 3339, bytes that are no text as base64, absent values left out. Never throws for what the bytes hold: a file that
 * cannot be read ends in one dead letter, and the row groups before the damage are kept.
 */
export async function* parseParquet(
  bytes: Uint8Array,
  options: DecodeOptions,
): AsyncGenerator<readonly Parsed[]> {
  const envelope: Envelope = { ...envelopeOfName(options.name), ...definedOf(options.envelope) };
  try {
    // Geometry columns mean nothing in logs, and looking for them never ends where a schema counts its children below zero.
    const metadata = await parquetMetadataAsync(openFile(bytes).file, { geoparquet: false });
    const columns = columnNamesOf(metadata);
    const kind = rowKindOf(columns, options.forcedType);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      checkSize(Number(group.num_rows), Number(group.total_byte_size), bytes.length, options);
      const rows = await readRows(bytes, metadata, columns, rowStart, rowEnd);
      for (let at = 0; at < rows.length; at += batchRows) {
        yield rows.slice(at, at + batchRows).map((row) => recordOf(columns, row, kind, envelope));
      }
      rowStart = rowEnd;
    }
  } catch (error) {
    yield [deadLetterOf(error, bytes)];
  }
}

function recordOf(
  columns: readonly string[],
  row: readonly unknown[],
  kind: RowKind,
  envelope: Envelope,
): Parsed {
  const values = plainRow(columns, row);
  const fields = kind.fieldsOf(values);
  const raw = Buffer.from(JSON.stringify(values));
  const logType = kind.logTypeOf(fields);
  return { kind: 'record', record: { logType, raw, fields, rawIsJson: fields === values, envelope } };
}

async function readRows(
  bytes: Uint8Array,
  metadata: FileMetaData,
  columns: readonly string[],
  rowStart: number,
  rowEnd: number,
): Promise<readonly (readonly unknown[])[]> {
  const { file, abandon } = openFile(bytes);
  let rows: readonly (readonly unknown[])[] = [];
  try {
    await parquetRead({
      file,
      metadata,
      columns: [...columns],
      rowStart,
      rowEnd,
      compressors: boundedCompressors,
      utf8: false,
      onComplete: (complete) => {
        rows = complete;
      },
    });
  } catch (error) {
    abandon();
    throw error;
  }
  return rows;
}

/**
 * The library starts to read all columns before it looks at what comes of any, and gives up on the spot where the schema
 * does not fit: columns that fail after that are rejections nobody handles, which would end the process. So bytes are handed
 * out only on the next turn of the event loop, and to a reader that has given up never.
 */
function openFile(bytes: Uint8Array): { readonly file: AsyncBuffer; abandon(): void } {
  let isAbandoned = false;
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    async slice(start, end) {
      await nextTurn();
      if (isAbandoned) await new Promise<never>(() => {});
      // A copy of just this part: `bytes` may be a view into a larger buffer, and a Buffer's own slice is one.
      return new Uint8Array(bytes.subarray(start, end)).buffer;
    },
  };
  return {
    file,
    abandon() {
      isAbandoned = true;
    },
  };
}

/** Names of the top-level columns. The schema is a tree, written depth first. */
function columnNamesOf({ schema }: FileMetaData): readonly string[] {
  const names: string[] = [];
  let at = 1;
  while (at < schema.length) {
    names.push(schema[at]?.name ?? '');
    for (let open = 1; open > 0 && at < schema.length; at += 1) {
      open += (schema[at]?.num_children ?? 0) - 1;
    }
  }
  return names;
}

class TooLarge extends Error {}

/** What a file says of itself is checked before it is believed; what its pages say, in `boundedCompressors`. */
function checkSize(rows: number, bytes: number, fileBytes: number, { limits }: DecodeOptions): void {
  const bytesMax = Math.min(
    rowGroupBytesMax,
    Math.max(fileBytes * limits.expansionRatioMax, expansionFreeBytes),
  );
  if (!(rows >= 0 && rows <= rowGroupRowsMax)) {
    throw new TooLarge(`a row group of ${rows} rows; the limit is ${rowGroupRowsMax}`);
  }
  if (bytes > bytesMax) throw new TooLarge(`a row group of ${bytes} bytes; the limit is ${bytesMax}`);
}

const boundedCompressors: typeof compressors = Object.fromEntries(
  Object.entries(compressors).map(([name, decompress]) => [
    name,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength > rowGroupBytesMax) {
        throw new TooLarge(`a page of ${outputLength} bytes; the limit is ${rowGroupBytesMax}`);
      }
      return decompress(input, outputLength);
    },
  ]),
);

function deadLetterOf(error: unknown, bytes: Uint8Array): Parsed {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the Parquet file cannot be read: ${reason}`;
  return createDeadLetter(codeOf(error, bytes), message, bytes, { offset: 0, line: null });
}

function codeOf(error: unknown, bytes: Uint8Array): ErrorCode {
  if (error instanceof TooLarge) return 'TW_DECOMPRESS_BOMB';
  // A whole file begins and ends with the same four letters.
  const isWhole = Buffer.from(bytes.subarray(-4)).toString('latin1') === 'PAR1';
  return isWhole ? 'TW_PARSE_MALFORMED' : 'TW_PARSE_TRUNCATED';
}

/** An envelope without the members that say nothing: they must not hide what the name says. */
function definedOf(envelope: Envelope = {}): Envelope {
  return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined));
}
