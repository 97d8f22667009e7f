import type { ErrorCode } from '../base/errors.ts';
import { deadLetterBytesMax } from '../event/dead-letter.ts';
import { ByteWindow } from './byte-window.ts';
import type { Place } from './dead-letters.ts';
import type { JsonSink, Span } from './json-sink.ts';
import { ascii } from './json-scanner.ts';
import type { DecodeLimits } from './parser.ts';

/** Cuts a stream of text into lines; LF and CRLF end one. A line past `recordBytesMax` is passed over. */
export class LineFramer {
  private readonly window = new ByteWindow();
  private readonly sink: Pick<JsonSink, 'line' | 'broken'>;
  private readonly limits: DecodeLimits;
  private lineNumber = 1;
  /** Bytes at the window's start that hold no line break. */
  private searched = 0;
  private overlong: { readonly head: Buffer; readonly place: Place; total: number } | null = null;

  constructor(sink: Pick<JsonSink, 'line' | 'broken'>, limits: DecodeLimits) {
    this.sink = sink;
    this.limits = limits;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.window.append(chunk);
    const { bytes, end } = this.window;
    while (true) {
      const newline = bytes.indexOf(ascii.newline, this.window.start + this.searched);
      if (newline < 0 || newline >= end) break;
      this.take(newline);
      this.window.start = newline + 1;
      this.searched = 0;
      this.lineNumber += 1;
    }
    this.searched = this.window.length;
    if (this.overlong !== null || this.searched > this.limits.recordBytesMax) this.drop();
  }

  end(): void {
    if (this.window.length > 0 || this.overlong !== null) this.take(this.window.end);
    this.window.start = this.window.end;
  }

  /** Ends the stream where it broke off: the unfinished line becomes the dead letter of that break. */
  abandon(code: ErrorCode, message: string): void {
    const { bytes, start, end } = this.window;
    const head = this.overlong?.head ?? bytes.subarray(start, end);
    this.sink.broken(
      code,
      message,
      head,
      (this.overlong?.total ?? 0) + end - start,
      this.overlong?.place ?? this.place(),
    );
  }

  private take(lineEnd: number): void {
    const { bytes, start } = this.window;
    if (this.overlong === null && lineEnd - start > this.limits.recordBytesMax) this.startOverlong();
    if (this.overlong !== null) {
      const { head, place, total } = this.overlong;
      this.overlong = null;
      const message = `the line is longer than ${this.limits.recordBytesMax} bytes`;
      this.sink.broken('TW_RECORD_TOO_LARGE', message, head, total + (lineEnd - start), place);
      return;
    }
    const end = lineEnd > start && bytes[lineEnd - 1] === ascii.return ? lineEnd - 1 : lineEnd;
    const span: Span = { bytes, start, end, place: this.place() };
    this.sink.line(span);
  }

  private startOverlong(): { total: number } {
    const { bytes, start } = this.window;
    const head = Buffer.from(bytes.subarray(start, start + deadLetterBytesMax));
    this.overlong = { head, place: this.place(), total: 0 };
    return this.overlong;
  }

  private drop(): void {
    const overlong = this.overlong ?? this.startOverlong();
    overlong.total += this.window.length;
    this.window.start = this.window.end;
    this.searched = 0;
  }

  private place(): Place {
    return { offset: this.window.offset, line: this.lineNumber };
  }
}
