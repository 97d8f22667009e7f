const ordinary = 0;
const quote = 1;
const open = 2;
const close = 3;
const foreign = 4;

export const ascii = {
  newline: 0x0a,
  return: 0x0d,
  quote: 0x22,
  comma: 0x2c,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** What each byte means outside of strings; `foreign` cannot occur there in JSON. */
const kinds = createKinds();

/** How far back from an opening brace the end of the value before is looked for. */
export const lookBackBytes = 256;

export type ScanState = 'more' | 'complete' | 'broken' | 'too_deep';

/**
 * Finds the end of one JSON object or array, resumably: each byte is looked at once however the input is cut.
 * It does not validate, but it knows early when the bytes cannot become JSON any more: a control character inside a string,
 * a byte that means nothing outside of one, or an object at the start of a line straight after the end of another.
 */
export class JsonScanner {
  /** Where the last scan stopped: behind the value when complete, behind the proof when broken. */
  position = 0;
  private depth = 0;
  private inString = false;
  private depthMax = Number.POSITIVE_INFINITY;

  /** `depth` 1 continues inside an object whose beginning has been dealt with. Past `depthMax` it stops once, and goes on. */
  reset(depth = 0, depthMax = Number.POSITIVE_INFINITY): void {
    this.depth = depth;
    this.depthMax = depthMax;
    this.inString = false;
  }

  /** Goes on from `from`, which is where it stopped before, or one byte further than the input then had. */
  scan(bytes: Buffer, from: number, end: number): ScanState {
    let at = from;
    while (at < end) {
      if (this.inString) {
        at = stringEnd(bytes, at, end);
        if (at >= end) break;
        this.inString = false;
        if ((bytes[at] ?? 0) < 0x20) return this.stop(at + 1, 'broken');
        at += 1;
        continue;
      }
      const kind = kinds[bytes[at] ?? 0];
      at += 1;
      if (kind === ordinary) continue;
      if (kind === quote) {
        this.inString = true;
      } else if (kind === open) {
        this.depth += 1;
        if (this.depth > 1 && startsAfresh(bytes, at - 1)) return this.stop(at, 'broken');
        if (this.depth > this.depthMax) {
          this.depthMax = Number.POSITIVE_INFINITY;
          return this.stop(at, 'too_deep');
        }
      } else if (kind === close) {
        this.depth -= 1;
        if (this.depth === 0) return this.stop(at, 'complete');
      } else {
        return this.stop(at, 'broken');
      }
    }
    return this.stop(at, 'more');
  }

  private stop(at: number, state: ScanState): ScanState {
    this.position = at;
    return state;
  }
}

/**
 * Where the string that `from` is inside of ends: its closing quote, or a control character, which it may not hold.
 * `end`, or one more where a backslash is last, if that has not come yet.
 */
export function stringEnd(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const value = bytes[at] ?? 0;
    if (value === ascii.quote || value < 0x20) return at;
    at += value === ascii.backslash ? 2 : 1;
  }
  return at;
}

/** `}` newline `{`: a new record has begun though the one before has not ended. */
function startsAfresh(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== ascii.openBrace || bytes[at - 1] !== ascii.newline) return false;
  const last = Math.max(0, at - lookBackBytes);
  let before = at - 1;
  while (before > last && isSpace(bytes[before])) before -= 1;
  return bytes[before] === ascii.closeBrace;
}

export function isSpace(value: number | undefined): boolean {
  return value === 0x20 || value === 0x0a || value === 0x0d || value === 0x09;
}

export function skipSpace(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(bytes[at])) at += 1;
  return at;
}

function createKinds(): Uint8Array {
  const table = new Uint8Array(256).fill(foreign);
  for (const character of ' \t\r\n,:0123456789+-.eEtrufalsn') table[character.charCodeAt(0)] = ordinary;
  table[ascii.quote] = quote;
  table[ascii.openBrace] = open;
  table[ascii.openBracket] = open;
  table[ascii.closeBrace] = close;
  table[ascii.closeBracket] = close;
  return table;
}
