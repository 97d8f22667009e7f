import type { Fields } from '../event/event.ts';
import { isFields } from './json-values.ts';
import { ascii, isSpace, skipSpace, stringEnd } from './json-scanner.ts';

/** Members that hold the records of an object which is only a wrapper. */
export const wrapperKeys: ReadonlySet<string> = new Set([
  'Records',
  'records',
  'logEvents',
  'configurationItems',
  'findings',
  'Findings',
  'Events',
  'events',
  'Messages',
]);

const recordsKey = Buffer.from('"Records"');

/**
 * The length of `{"Records":[` where the object at `start` begins so and its first element is an object; 0 where it does not;
 * null where more bytes are needed to tell.
 */
export function recordsPrefix(bytes: Buffer, start: number, end: number): number | null {
  let at = skipSpace(bytes, start + 1, end);
  for (const expected of recordsKey) {
    if (at >= end) return null;
    if (bytes[at] !== expected) return 0;
    at += 1;
  }
  for (const expected of [0x3a, ascii.openBracket]) {
    at = skipSpace(bytes, at, end);
    if (at >= end) return null;
    if (bytes[at] !== expected) return 0;
    at += 1;
  }
  const first = skipSpace(bytes, at, end);
  if (first >= end) return null;
  return bytes[first] === ascii.openBrace ? at - start : 0;
}

export interface Wrapper {
  readonly key: string;
  /** The members before the array. */
  readonly before: Fields;
  /** Behind the array's opening bracket. */
  readonly contentStart: number;
}

/** Looks for a wrapper's array of objects among the members of the object at `start`, as far as `end`. */
export function lookForWrapper(bytes: Buffer, start: number, end: number): Wrapper | null {
  let depth = 0;
  let at = start;
  while (at < end) {
    const value = bytes[at];
    at += 1;
    if (value === ascii.openBrace || value === ascii.openBracket) depth += 1;
    else if (value === ascii.closeBrace || value === ascii.closeBracket) depth -= 1;
    if (value !== ascii.quote) continue;
    const keyStart = at;
    const keyEnd = stringEnd(bytes, at, end);
    at = keyEnd + 1;
    if (depth !== 1) continue;
    const colon = skipSpace(bytes, at, end);
    const bracket = skipSpace(bytes, colon + 1, end);
    const first = skipSpace(bytes, bracket + 1, end);
    const opensRecords =
      bytes[colon] === 0x3a && bytes[bracket] === ascii.openBracket && bytes[first] === ascii.openBrace;
    if (!opensRecords || first >= end) continue;
    const key = bytes.toString('utf8', keyStart, keyEnd);
    if (!wrapperKeys.has(key)) continue;
    const before = membersBefore(bytes, start, keyStart - 1);
    if (before !== null) return { key, before, contentStart: bracket + 1 };
  }
  return null;
}

function membersBefore(bytes: Buffer, start: number, end: number): Fields | null {
  let last = end - 1;
  while (last > start && (isSpace(bytes[last]) || bytes[last] === ascii.comma)) last -= 1;
  try {
    const value: unknown = JSON.parse(`${bytes.toString('utf8', start, last + 1)}}`);
    return isFields(value) ? value : null;
  } catch {
    return null; // not JSON: the framer will find out where and why
  }
}
