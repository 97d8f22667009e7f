import type { Span } from './json-sink.ts';
import { ascii, JsonScanner, skipSpace, stringEnd } from './json-scanner.ts';

/** The text of the member `key` of the object that `span` covers; null where there is none. Of equal keys the last counts, as in JSON.parse. */
export function memberSpan(span: Span, key: string): Span | null {
  const { bytes } = span;
  let found: Span | null = null;
  let at = skipSpace(bytes, span.start, span.end) + 1;
  while (true) {
    at = skipSpace(bytes, at, span.end);
    if (bytes[at] !== ascii.quote) return found;
    const keyEnd = stringEnd(bytes, at + 1, span.end);
    const isKey = keyText(bytes, at, keyEnd) === key;
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd + 1, span.end) + 1, span.end);
    const end = valueEnd(bytes, start, span.end);
    if (end <= start) return found;
    if (isKey) found = subSpan(span, start, end);
    at = skipSpace(bytes, end, span.end);
    if (bytes[at] !== ascii.comma) return found;
    at += 1;
  }
}

/** The texts of the elements of the array that `span` covers. */
export function* elementSpans(span: Span): Generator<Span> {
  const { bytes } = span;
  let at = skipSpace(bytes, span.start, span.end) + 1;
  while (true) {
    const start = skipSpace(bytes, at, span.end);
    const end = valueEnd(bytes, start, span.end);
    if (end <= start) return;
    yield subSpan(span, start, end);
    at = skipSpace(bytes, end, span.end);
    if (bytes[at] !== ascii.comma) return;
    at += 1;
  }
}

function subSpan(span: Span, start: number, end: number): Span {
  const offset = span.place.offset === null ? null : span.place.offset + (start - span.start);
  return { bytes: span.bytes, start, end, place: { offset, line: span.place.line } };
}

function keyText(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString('utf8', start + 1, end);
  return text.includes('\\') ? JSON.parse(`"${text}"`) : text;
}

/** The text has been parsed before: only its extent is asked. */
function valueEnd(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start];
  if (first === ascii.openBrace || first === ascii.openBracket) {
    const scanner = new JsonScanner();
    return scanner.scan(bytes, start, end) === 'complete' ? scanner.position : start;
  }
  if (first === ascii.quote) return stringEnd(bytes, start + 1, end) + 1;
  let at = start;
  while (at < end && !isEnd(bytes[at])) at += 1;
  return at;
}

function isEnd(value: number | undefined): boolean {
  if (value === ascii.comma || value === ascii.closeBrace || value === ascii.closeBracket) return true;
  return value === 0x20 || value === 0x0a || value === 0x0d || value === 0x09;
}
