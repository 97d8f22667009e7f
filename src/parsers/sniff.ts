import { isUtf8 } from 'node:buffer';
import { ascii, isSpace } from './json-scanner.ts';

export type Content =
  | { readonly kind: 'json' | 'text' }
  | { readonly kind: 'binary'; readonly what: string; readonly hint: string }
  | { readonly kind: 'utf16' };

const binaryMagic: readonly { readonly magic: string; readonly what: string }[] = [
  { magic: '504b0304', what: 'a zip archive' },
  { magic: '425a68', what: 'bzip2 data' },
  { magic: 'fd377a585a00', what: 'xz data' },
  { magic: '04224d18', what: 'lz4 data' },
  { magic: 'ff060000734e6150', what: 'snappy data' },
  { magic: '4f626a01', what: 'an Avro file' },
  { magic: '4f5243', what: 'an ORC file' },
  { magic: '89504e47', what: 'a PNG image' },
  { magic: 'ffd8ff', what: 'a JPEG image' },
  { magic: '25504446', what: 'a PDF document' },
  { magic: '7f454c46', what: 'a program' },
  { magic: '53514c69746520666f726d6174', what: 'an SQLite database' },
];

/** What decompressed content is, by its first bytes; null where more of them are needed. `ended`: there are no more, or enough. */
export function sniffContent(head: Buffer, ended: boolean): Content | null {
  if (head.length < (couldBeJson(head) ? 4 : 16) && !ended) return null;
  if (isUtf16(head)) return { kind: 'utf16' };
  const hex = head.toString('hex', 0, 16);
  const known = binaryMagic.find(({ magic }) => hex.startsWith(magic));
  if (known !== undefined) {
    return {
      kind: 'binary',
      what: known.what,
      hint: 'Extract or convert it to text, JSON, gzip, zstd or Parquet.',
    };
  }
  let at = 0;
  while (at < head.length && (isSpace(head[at]) || head[at] === 0x1e)) at += 1;
  if (at >= head.length) return ended ? { kind: 'text' } : null;
  return opensJson(head, at, ended);
}

/** Short JSON should not have to wait for 16 bytes. */
function couldBeJson(head: Buffer): boolean {
  return (
    head.length > 0 && (isSpace(head[0]) || head[0] === ascii.openBrace || head[0] === ascii.openBracket)
  );
}

function opensJson(head: Buffer, at: number, ended: boolean): Content | null {
  const first = head[at];
  if (first !== ascii.openBrace && first !== ascii.openBracket) return { kind: 'text' };
  let next = at + 1;
  while (next < head.length && isSpace(head[next])) next += 1;
  if (next >= head.length && !ended) return null;
  const second = head[next];
  if (first === ascii.openBrace) {
    return {
      kind: next >= head.length || second === ascii.quote || second === ascii.closeBrace ? 'json' : 'text',
    };
  }
  const opensArray =
    second === ascii.openBrace || second === ascii.openBracket || second === ascii.closeBracket;
  return { kind: opensArray || head.subarray(at, next).includes(ascii.newline) ? 'json' : 'text' };
}

/** With a byte order mark, or by every other of the first bytes being zero. */
function isUtf16(head: Buffer): boolean {
  if (head.length >= 2 && (head.readUInt16BE(0) === 0xfeff || head.readUInt16BE(0) === 0xfffe)) return true;
  if (head.length < 4) return false;
  const zeros = [head[0] === 0, head[1] === 0, head[2] === 0, head[3] === 0];
  return zeros[0] === zeros[2] && zeros[1] === zeros[3] && zeros[0] !== zeros[1];
}

/** Whether the first bytes of what looks like text are too strange for text. */
export function looksBinary(sample: Buffer): boolean {
  let strange = 0;
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 0x1b && !isSpace(byte) && byte !== 0x0c) strange += 1;
  }
  if (strange > sample.length / 10) return true;
  return strange > 0 && !isUtf8(sample) && sample.includes(0);
}
