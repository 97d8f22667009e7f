import { ascii, isSpace } from './json-scanner.ts';

const patternBytesMax = 256;
/** White space looked through between a record and what is before it. */
export const leadBytesMax = 256;
/** What must be kept in sight to find the next record where it is cut. */
export const patternSightBytes = patternBytesMax + 2 * leadBytesMax;

/**
 * How the records of one array begin: up to the colon of the first key where they stand side by side, with their
 * indentation where they are pretty printed. It lets a native search leap from one record to the next, and finds the
 * next record after a broken one. What it finds is a guess: the caller proves it by parsing.
 */
export class ElementPattern {
  private pattern: Buffer | null = null;
  /** The pattern's first byte is a newline. */
  private indented = false;
  private lead: Buffer | null = null;
  private hits = 0;
  private misses = 0;

  get known(): boolean {
    return this.pattern !== null;
  }

  /** Looks at what is before the record that starts at `start`, while it is there to be seen. */
  observe(bytes: Buffer, start: number): void {
    const last = Math.max(0, start - leadBytesMax);
    let from = start;
    while (from > last && (bytes[from - 1] === 0x20 || bytes[from - 1] === 0x09)) from -= 1;
    const indented = from > last && bytes[from - 1] === ascii.newline;
    this.lead = indented ? Buffer.from(bytes.subarray(from - 1, start)) : null;
  }

  /** Takes the record observed last, of which `bytes` from `start` to `end` are there, as the model. */
  learn(bytes: Buffer, start: number, end: number): void {
    this.indented = this.lead !== null;
    if (this.lead !== null) {
      this.pattern = Buffer.concat([this.lead, bytes.subarray(start, start + 1)]);
      return;
    }
    const colon = bytes.subarray(start, Math.min(end, start + patternBytesMax)).indexOf(':');
    this.pattern = colon < 0 ? null : Buffer.from(bytes.subarray(start, start + colon + 1));
  }

  /** Whether a leap from the record at `start` is worth trying. */
  fits(bytes: Buffer, start: number, end: number): boolean {
    if (this.pattern === null || this.misses > 8 + this.hits / 8) return false;
    const from = this.indented ? start + 1 - this.pattern.length : start;
    if (from < 0 || from + this.pattern.length > end) return false;
    for (let index = 0; index < this.pattern.length; index += 1) {
      if (bytes[from + index] !== this.pattern[index]) return false;
    }
    return true;
  }

  /** Where the next record that begins like the model starts, at or after `from`; -1 where there is none. */
  find(bytes: Buffer, from: number, end: number): number {
    if (this.pattern === null) return -1;
    let at = from;
    while (true) {
      const found = bytes.indexOf(this.pattern, at);
      if (found < 0 || found + this.pattern.length > end) return -1;
      if (followsSeparator(bytes, found, from))
        return this.indented ? found + this.pattern.length - 1 : found;
      at = found + 1;
    }
  }

  /** Tells whether the last leap was right. */
  judge(right: boolean): void {
    if (right) this.hits += 1;
    else this.misses += 1;
  }
}

/** Between records stands a comma, or the bracket that opens their array. */
function followsSeparator(bytes: Buffer, at: number, from: number): boolean {
  const last = Math.max(from, at - leadBytesMax);
  let before = at - 1;
  while (before > last && isSpace(bytes[before])) before -= 1;
  return before >= from && (bytes[before] === ascii.comma || bytes[before] === ascii.openBracket);
}
