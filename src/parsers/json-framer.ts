import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../base/errors.ts';
import type { Fields } from '../event/event.ts';
import { ByteWindow } from './byte-window.ts';
import type { Place } from './dead-letters.ts';
import { ElementPattern, leadBytesMax, patternSightBytes } from './element-pattern.ts';
import { exceedsDepth } from './json-depth.ts';
import { isDelimiter, isFiller, nextBeginning, separatorStart, trimEnd, trimReturn } from './json-edges.ts';
import {
  ascii,
  isSpace,
  JsonScanner,
  lookBackBytes,
  type ScanState,
  skipSpace,
  stringEnd,
} from './json-scanner.ts';
import type { JsonSink } from './json-sink.ts';
import { tryParseJson } from './json-values.ts';
import { lookForWrapper, recordsPrefix } from './json-wrapper.ts';
import type { DecodeLimits } from './parser.ts';
import { SkippedRecord } from './skipped-record.ts';

/** Objects up to this size are seen whole, so that what stands behind the array of a wrapper counts too. */
const wrapperBytesWhole = 4 * 1024 ** 2;

/** An open array whose elements are records. */
interface OpenArray {
  /** It is the member of a wrapper, which has to be closed too. */
  readonly wrapped: boolean;
  readonly pattern: ElementPattern;
}

/**
 * Cuts a stream of JSON into values: concatenated, one a line, pretty printed, elements of arrays or of a wrapper's array.
 * Values are handed out as soon as they are complete, each parsed once, and do not depend on how the stream was cut.
 * Holds at most one record (`recordBytesMax`) and one chunk. After a broken record it finds the next good one.
 */
export class JsonFramer {
  private readonly window = new ByteWindow();
  private readonly scanner = new JsonScanner();
  /** Bytes of the value at the window's start that have been scanned. */
  private scanned = 0;
  private ended = false;
  private array: OpenArray | null = null;
  /** Behind a wrapper's array, before the wrapper's end. */
  private inTail = false;
  private skipped: SkippedRecord | null = null;
  private lookedForWrapper = false;
  private rescanned = 0;
  /** Offset of a line break that is not before the window's start, or of where looking for one has to go on. */
  private newlineOffset = 0;
  /** 1-based line of the window's start; not counted inside arrays. */
  private lineNumber: number | null = 1;
  private readonly sink: JsonSink;
  private readonly limits: DecodeLimits;
  private readonly tooLong: string;
  private readonly tooDeep: string;

  constructor(sink: JsonSink, limits: DecodeLimits) {
    this.sink = sink;
    this.limits = limits;
    this.tooLong = `the record is longer than ${limits.recordBytesMax} bytes`;
    this.tooDeep = `the JSON is nested deeper than ${limits.depthMax} levels`;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.window.append(chunk);
    while (this.step());
  }

  end(): void {
    this.ended = true;
    while (this.step());
    if (this.array !== null || this.inTail) {
      this.sink.leave();
      this.sink.broken(
        'TW_PARSE_TRUNCATED',
        'the JSON ends before its array is closed',
        empty,
        0,
        this.place(),
      );
    }
  }

  /** Ends the stream where it broke off: what is unfinished becomes the dead letter of that break. */
  abandon(code: ErrorCode, message: string): void {
    const { bytes, start, end } = this.window;
    const rest = bytes.subarray(start, end);
    if (this.skipped === null) this.sink.broken(code, message, rest, rest.length, this.place());
    else this.skipped.reportAs(code, message, rest, this.sink);
  }

  /** Deals with one value; false where more input is needed. */
  private step(): boolean {
    if (this.skipped !== null) return this.skip(this.skipped);
    if (this.inTail) return this.tail();
    if (this.scanned === 0 && !this.skipSeparators()) return false;
    const { bytes, start } = this.window;
    const first = bytes[start];
    if (this.array !== null) {
      if (first === ascii.openBrace || first === ascii.openBracket) return this.element(this.array);
      return first === ascii.closeBracket ? this.closeArray(this.array) : this.scalar();
    }
    if (first === ascii.openBrace) return this.object();
    if (first === ascii.openBracket) return this.bracket();
    const misplaced = first === ascii.closeBrace || first === ascii.closeBracket || first === 0x3a;
    return misplaced ? this.startSkipping('TW_PARSE_MALFORMED', 'no JSON value starts here', 1) : this.line();
  }

  private object(): boolean {
    const { bytes, start, end } = this.window;
    if (this.scanned === 0) {
      const prefix = recordsPrefix(bytes, start, end);
      if (prefix === null && !this.ended) return false;
      if (prefix !== null && prefix > 0) return this.openArray({}, 'Records', start + prefix);
      const newline = this.nextNewline();
      const lineEnd = newline < end || this.ended ? newline : -1;
      if (lineEnd - start <= wrapperBytesWhole && this.complete(start, trimEnd(bytes, start, lineEnd)))
        return true;
    }
    return this.scan();
  }

  /** `[`: an array of records, an array on a line of its own, or text such as `[2026-11-21] ready`. */
  private bracket(): boolean {
    if (this.scanned > 0) return this.line();
    const { bytes, start, end } = this.window;
    const next = skipSpace(bytes, start + 1, end);
    if (next >= end && !this.ended) return false;
    const first = bytes[next];
    const broken = bytes.subarray(start, next).includes(ascii.newline);
    if (broken || first === ascii.openBrace || first === ascii.openBracket || first === ascii.closeBracket) {
      this.array = { wrapped: false, pattern: new ElementPattern() };
      this.sink.enter({}, '');
      this.window.start += 1;
      this.lineNumber = null;
      return true;
    }
    return this.line();
  }

  private openArray(before: Fields, key: string, contentStart: number): boolean {
    this.array = { wrapped: true, pattern: new ElementPattern() };
    this.sink.enter(before, key);
    this.restart(contentStart);
    this.lineNumber = null;
    return true;
  }

  private closeArray(array: OpenArray): boolean {
    this.window.start += 1;
    this.array = null;
    this.inTail = array.wrapped;
    if (!array.wrapped) this.sink.leave();
    this.scanner.reset(1);
    return true;
  }

  /** The members behind a wrapper's array say nothing that is needed. */
  private tail(): boolean {
    const { bytes, start, end } = this.window;
    const state = this.scanner.scan(bytes, start + this.scanned, end);
    const stopped = this.scanner.position;
    this.window.start = Math.min(stopped, end);
    this.scanned = stopped - this.window.start;
    if (state === 'more') return false;
    this.inTail = false;
    this.restart(stopped);
    this.sink.leave();
    if (state === 'broken')
      return this.startSkipping('TW_PARSE_MALFORMED', 'the wrapper is not JSON behind its array', 0);
    return true;
  }

  private element(array: OpenArray): boolean {
    const { bytes, start, end } = this.window;
    if (this.scanned === 0 && !array.pattern.fits(bytes, start, end)) {
      array.pattern.observe(bytes, start);
    } else if (this.scanned === 0) {
      const next = array.pattern.find(bytes, start + 1, end);
      if (next >= 0) {
        const right = this.complete(start, separatorStart(bytes, start, next));
        array.pattern.judge(right);
        if (right) return true;
      }
    }
    return this.scan();
  }

  /** Scans the object or array at the window's start to its end. */
  private scan(): boolean {
    const { bytes, start, end } = this.window;
    if (this.scanned === 0) this.scanner.reset(0, this.limits.depthMax);
    const state = this.scanner.scan(bytes, start + this.scanned, end);
    const length = this.scanner.position - start;
    this.scanned = length;
    if (this.array === null && length > wrapperBytesWhole && !this.lookedForWrapper) {
      this.lookedForWrapper = true;
      const wrapper = lookForWrapper(bytes, start, start + wrapperBytesWhole);
      if (wrapper !== null) return this.openArray(wrapper.before, wrapper.key, wrapper.contentStart);
    }
    if (length > this.limits.recordBytesMax) return this.overlong(state, length);
    if (state === 'more') return this.ended && this.breakOff();
    if (state === 'broken') return this.skipBroken();
    if (state === 'too_deep') return this.startSkipping('TW_RECORD_TOO_DEEP', this.tooDeep, length, 'end');
    if (this.complete(start, start + length, false)) {
      this.array?.pattern.learn(bytes, start, start + length);
      return true;
    }
    const balanced = (bytes[start] === ascii.openBrace) === (bytes[start + length - 1] === ascii.closeBrace);
    if (!balanced) return this.skipBroken();
    this.broken('TW_PARSE_MALFORMED', notJson, start + length);
    return true;
  }

  /** Passes over the record at the window's start, whose scan has stopped at what cannot be JSON. */
  private skipBroken(): boolean {
    const { bytes, start } = this.window;
    // Also where the first element is the broken one, others begin like it.
    if (this.array?.pattern.known === false) this.array.pattern.learn(bytes, start, this.scanner.position);
    const length = this.scanner.position - start;
    return this.startSkipping('TW_PARSE_MALFORMED', notJson, this.mayRescan(length) ? 1 : length);
  }

  /** Bytes that were looked at in vain may be looked at again only in proportion to the input. */
  private mayRescan(length: number): boolean {
    this.rescanned += length;
    return this.rescanned <= rescanBytesFree + 8 * this.window.offset;
  }

  private overlong(state: ScanState, length: number): boolean {
    const { bytes, start } = this.window;
    const { recordBytesMax } = this.limits;
    if (this.findNext(bytes, start + 1, start + recordBytesMax) >= 0 && this.mayRescan(recordBytesMax)) {
      return this.startSkipping('TW_PARSE_MALFORMED', notJson, 1);
    }
    if (state === 'complete') {
      this.broken('TW_RECORD_TOO_LARGE', this.tooLong, start + length);
      return true;
    }
    return this.startSkipping(
      'TW_RECORD_TOO_LARGE',
      this.tooLong,
      length,
      state === 'broken' ? 'next' : 'end',
    );
  }

  /** The input ends inside a value: either it was cut there, or this value is broken and swallowed good ones. */
  private breakOff(): boolean {
    const { bytes, start, end } = this.window;
    if (this.findNext(bytes, start + 1, end) >= 0 && this.mayRescan(end - start)) {
      return this.startSkipping('TW_PARSE_MALFORMED', notJson, 1);
    }
    this.broken('TW_PARSE_TRUNCATED', 'the JSON ends before it is complete', end);
    if (this.array !== null) this.sink.leave();
    this.array = null;
    return true;
  }

  private scalar(): boolean {
    const { bytes, start, end } = this.window;
    const isText = bytes[start] === ascii.quote;
    let at = start + Math.max(1, this.scanned);
    if (isText) at = stringEnd(bytes, at, end) + 1;
    else while (at < end && !isDelimiter(bytes[at])) at += 1;
    const length = at - start;
    if (length > this.limits.recordBytesMax) {
      return this.startSkipping('TW_RECORD_TOO_LARGE', this.tooLong, 1);
    }
    if (at > end || (!isText && at === end)) {
      this.scanned = isText ? length - 1 : length;
      return this.ended && this.breakOff();
    }
    this.scanned = 0;
    return (
      this.complete(start, at) || this.startSkipping('TW_PARSE_MALFORMED', 'the array element is not JSON', 1)
    );
  }

  private line(): boolean {
    const { bytes, start, end } = this.window;
    const newline = bytes.indexOf(ascii.newline, start + this.scanned);
    if ((newline < 0 || newline >= end) && !this.ended) {
      this.scanned = end - start;
      return this.scanned > this.limits.recordBytesMax && this.skipLine();
    }
    const lineEnd = newline < 0 || newline >= end ? end : newline;
    if (lineEnd - start > this.limits.recordBytesMax) return this.skipLine();
    if (bytes[start] === ascii.openBracket && this.complete(start, trimEnd(bytes, start, lineEnd)))
      return true;
    this.sink.line({ bytes, start, end: trimReturn(bytes, start, lineEnd), place: this.place() });
    this.restart(lineEnd);
    return true;
  }

  private skipLine(): boolean {
    return this.startSkipping('TW_RECORD_TOO_LARGE', this.tooLong, 1, 'line');
  }

  /** Hands the value out if it is one: whatever parses is complete, since no JSON object or array is the start of another. */
  private complete(start: number, end: number, isLine = true): boolean {
    if (end <= start || end - start > this.limits.recordBytesMax) return false;
    const { bytes } = this.window;
    const text = bytes.toString('utf8', start, end);
    const value = tryParseJson(text);
    if (value === undefined) return false;
    if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
      this.broken('TW_PARSE_ENCODING', 'the record is not valid UTF-8', end);
    } else if (exceedsDepth(value, text, this.limits.depthMax)) {
      this.broken('TW_RECORD_TOO_DEEP', this.tooDeep, end);
    } else {
      this.sink.value(value, { bytes, start, end, place: this.place() });
      if (!isLine) this.countLines(start, end);
      this.restart(end);
    }
    return true;
  }

  private broken(code: ErrorCode, message: string, end: number): void {
    const { bytes, start } = this.window;
    this.sink.broken(code, message, bytes.subarray(start, end), end - start, this.place());
    this.countLines(start, end);
    this.restart(end);
  }

  /** Passes over at least `atLeast` bytes, and from there to where the next record begins. */
  private startSkipping(
    code: ErrorCode,
    message: string,
    atLeast: number,
    until: SkippedRecord['until'] = 'next',
  ): boolean {
    const { start, end } = this.window;
    const taken = Math.min(atLeast, end - start);
    this.skipped = new SkippedRecord(code, message, this.place(), until);
    this.passOver(this.skipped, start + taken);
    // A backslash at the end of what is there has a byte still to come with it.
    if (until === 'end') this.scanned = atLeast - taken;
    return true;
  }

  private skip(skipped: SkippedRecord): boolean {
    const { bytes, start, end } = this.window;
    let stop = -1;
    if (skipped.until === 'end') {
      const state = this.scanner.scan(bytes, start + this.scanned, end);
      this.scanned = this.scanner.position - start;
      if (state === 'complete') stop = this.scanner.position;
      else if (state === 'broken') {
        this.passOver(skipped, this.scanner.position);
        skipped.until = 'next';
        return true;
      }
    } else if (skipped.until === 'line') {
      stop = bytes.subarray(start, end).indexOf(ascii.newline);
      if (stop >= 0) stop += start;
    } else {
      stop = this.findNext(bytes, start, end);
    }
    if (stop >= 0 || this.ended) {
      this.passOver(skipped, stop >= 0 ? stop : end);
      this.skipped = null;
      skipped.report(this.sink);
      if (stop < 0 && this.array !== null) {
        this.array = null;
        this.sink.leave();
      }
      return stop >= 0;
    }
    // The end of what is there may be the beginning of what is sought.
    const scannedBefore = this.scanned;
    const kept = Math.max(start, end - sightBytes);
    this.passOver(skipped, kept);
    if (skipped.until === 'end') this.scanned = scannedBefore - (kept - start);
    return false;
  }

  private passOver(skipped: SkippedRecord, to: number): void {
    const { bytes, start } = this.window;
    skipped.add(bytes.subarray(start, to));
    this.countLines(start, to);
    this.restart(to);
  }

  /** Where the next record may begin, looked for without understanding what is in between; -1 where none is in sight. */
  private findNext(bytes: Buffer, from: number, end: number): number {
    if (this.array !== null) return this.array.pattern.find(bytes, from, end);
    return nextBeginning(bytes, from, end);
  }

  /** Where the line at the window's start ends; the window's end where that has not come. Each byte is searched once. */
  private nextNewline(): number {
    const { bytes, start, end, origin } = this.window;
    const known = Math.max(this.newlineOffset - origin, start);
    const found = known < end && bytes[known] === ascii.newline ? known : bytes.indexOf(ascii.newline, known);
    const newline = found < 0 || found > end ? end : found;
    this.newlineOffset = origin + newline;
    return newline;
  }

  private restart(at: number): void {
    this.window.start = at;
    this.scanned = 0;
    this.lookedForWrapper = false;
  }

  /** False where no value is in sight. */
  private skipSeparators(): boolean {
    const { bytes, start, end } = this.window;
    let at = start;
    let lineStart = start;
    while (at < end) {
      const value = bytes[at];
      if (value === ascii.newline) {
        lineStart = at;
        if (this.lineNumber !== null) this.lineNumber += 1;
      } else if (!isSpace(value) && value !== ascii.comma && (this.array !== null || !isFiller(value))) break;
      at += 1;
    }
    // An element's indentation is looked at together with it.
    this.window.start = at < end || this.array === null ? at : Math.max(lineStart, end - leadBytesMax);
    return at < end;
  }

  private countLines(start: number, end: number): void {
    if (this.lineNumber === null) return;
    const { bytes } = this.window;
    for (
      let at = bytes.indexOf(ascii.newline, start);
      at >= 0 && at < end;
      at = bytes.indexOf(ascii.newline, at + 1)
    ) {
      this.lineNumber += 1;
    }
  }

  private place(): Place {
    return { offset: this.window.offset, line: this.lineNumber };
  }
}

const empty = new Uint8Array(0);
const notJson = 'the record is not JSON';
const rescanBytesFree = 4 * 1024 ** 2;
/** What is kept of what is passed over: the next record may begin in it, and the scanner looks back into it. */
const sightBytes = Math.max(lookBackBytes, patternSightBytes);
