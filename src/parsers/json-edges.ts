import { ascii, isSpace } from './json-scanner.ts';

/** NUL from preallocated files, RS from JSON text sequences (RFC 7464). */
export function isFiller(value: number | undefined): boolean {
  return value === 0 || value === 0x1e;
}

export function isDelimiter(value: number | undefined): boolean {
  return isSpace(value) || value === ascii.comma || value === ascii.closeBracket;
}

/** The end of the value on a line, if it looks like one; `start` otherwise. */
export function trimEnd(bytes: Buffer, start: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > start && (isSpace(bytes[end - 1]) || bytes[end - 1] === ascii.comma)) end -= 1;
  const last = bytes[end - 1];
  return last === ascii.closeBrace || last === ascii.closeBracket ? end : start;
}

export function trimReturn(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === ascii.return ? end - 1 : end;
}

/** Where the separator before `next` starts: behind the value before it. */
export function separatorStart(bytes: Buffer, start: number, next: number): number {
  let end = next;
  while (end > start && (isSpace(bytes[end - 1]) || bytes[end - 1] === ascii.comma)) end -= 1;
  return end;
}

export function trimSeparators(bytes: Buffer): Buffer {
  return bytes.subarray(0, separatorStart(bytes, 0, bytes.length));
}

/** Where an object may begin, on a line of its own or straight behind another, after `from`; -1 where none is in sight. */
export function nextBeginning(bytes: Buffer, from: number, end: number): number {
  for (
    let at = bytes.indexOf(ascii.openBrace, from + 1);
    at >= 0;
    at = bytes.indexOf(ascii.openBrace, at + 1)
  ) {
    if (at + 1 >= end) return -1;
    const before = bytes[at - 1];
    if (before === ascii.newline || (before === ascii.closeBrace && bytes[at + 1] === ascii.quote)) return at;
  }
  return -1;
}
