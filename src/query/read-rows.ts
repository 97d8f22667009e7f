import { StringDecoder } from 'node:string_decoder';
import { TrailwatchError } from '../base/errors.ts';

/** Complete lines of a stream of bytes, without their ends, as they come. A line longer than `bytesMax` is TW_QUERY_LIMIT. */
export async function* readLineBatches(
  stream: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let length = 0;
  for await (const bytes of stream) {
    const lines = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).split('\n');
    const last = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = pieces.join('') + (lines[0] ?? '');
      pieces = [];
      length = 0;
      yield lines;
    }
    pieces.push(last);
    length += last.length;
    if (length > bytesMax) {
      throw new TrailwatchError('TW_QUERY_LIMIT', `A row is longer than ${bytesMax} bytes.`, {
        hint: 'Select fewer columns, or a part of raw with substring().',
      });
    }
  }
  const rest = pieces.join('') + decoder.end();
  if (rest !== '') yield [rest];
}

/** Sixteen digits in a row may be a number that a double cannot hold. */
const longDigits = /\d{16}/;

/** One row, a JSON array. Whole numbers that a double cannot hold become strings of the same digits. */
export function parseRow(line: string): unknown[] {
  const row: unknown = longDigits.test(line) ? JSON.parse(line, exactNumber) : JSON.parse(line);
  if (!Array.isArray(row)) throw new TrailwatchError('TW_QUERY_FAILED', 'The engine answered with no row.');
  return row;
}

function exactNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  const inexact = typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source);
  return inexact && !Number.isSafeInteger(value) ? source : value;
}
