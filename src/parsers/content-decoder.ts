import type { ErrorCode } from '../base/errors.ts';
import { deadLetterBytesMax } from '../event/dead-letter.ts';
import type { Fields } from '../event/event.ts';
import type { Place } from './dead-letters.ts';
import { type Scope, within } from './envelope.ts';
import { wrappedElement, wrapperEnvelope } from './envelopes/wrappers.ts';
import { JsonFramer } from './json-framer.ts';
import type { JsonSink, Span } from './json-sink.ts';
import { LineFramer } from './line-framer.ts';
import { LogMessages } from './log-messages.ts';
import type { DecodeOptions } from './parser.ts';
import type { Records } from './records.ts';
import { looksBinary, sniffContent } from './sniff.ts';
import { textFormats } from './text-formats.ts';
import { TextRecords } from './text-records.ts';
import { type DecodeContent, Unwrapper } from './unwrap.ts';

/** The array whose elements are being read, and how far in they are. */
interface OpenWrapper {
  readonly key: string;
  readonly scope: Scope;
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Turns decompressed content, pushed piece by piece, into records: finds out whether it is JSON or text, frames it, takes
 * envelopes off. Content never makes it throw. Used for objects and, with an inner scope, for payloads inside of envelopes.
 */
export class ContentDecoder implements JsonSink {
  private readonly records: Records;
  private readonly options: DecodeOptions;
  private readonly scope: Scope;
  private readonly texts: TextRecords;
  private readonly unwrapper: Unwrapper;
  private framer: JsonFramer | LineFramer | null = null;
  private wrapper: OpenWrapper | null = null;
  /** The first bytes, for as long as it is open what they are. */
  private head: Buffer | null = Buffer.alloc(0);
  /** Bytes of a byte order mark. */
  private skippedBytes = 0;
  private rejection: { readonly code: ErrorCode; readonly message: string } | null = null;
  private rejectionReported = false;

  constructor(records: Records, options: DecodeOptions, scope: Scope, decodeContent: DecodeContent) {
    this.records = records;
    this.options = options;
    this.scope = scope;
    this.unwrapper = new Unwrapper(records, options, new LogMessages(records, options), decodeContent);
    this.texts = new TextRecords(records, options, scope, this, (lines) => this.acceptText(lines));
  }

  /** The content is no text: reading on is pointless. */
  get finished(): boolean {
    return this.rejectionReported;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && !this.finished) rest = this.pushSome(rest);
  }

  end(): void {
    if (this.framer === null && this.head !== null && this.head.length > 0) this.start(this.head, true);
    this.framer?.end();
    this.texts.flush();
    if (this.rejection !== null) this.reportRejection(true);
  }

  /** The content broke off here, for a reason that is not its own. */
  abandon(code: ErrorCode, message: string): void {
    if (this.framer === null && this.head !== null && this.head.length > 0) this.start(this.head, true);
    this.texts.flush();
    if (this.rejection !== null) this.reportRejection(true);
    else if (this.framer !== null) this.framer.abandon(code, message);
    else this.broken(code, message, new Uint8Array(0), 0, { offset: 0, line: null });
  }

  value(value: unknown, span: Span): void {
    if (this.texts.waiting) this.texts.flush();
    if (this.wrapper === null) this.unwrapper.value(value, span, this.scope);
    else wrappedElement(this.wrapper.key, value, span, this.wrapper.scope, this.unwrapper);
  }

  line(span: Span): void {
    this.texts.line(span);
  }

  broken(code: ErrorCode, message: string, head: Uint8Array, bytesTotal: number, place: Place): void {
    const offset = place.offset === null ? null : place.offset + this.skippedBytes;
    this.records.addDeadLetter(code, message, head, { offset, line: place.line }, bytesTotal);
  }

  enter(before: Fields, key: string): void {
    this.wrapper = { key, scope: key === '' ? this.scope : within(this.scope, wrapperEnvelope(before, key)) };
  }

  leave(): void {
    this.wrapper = null;
  }

  /** Takes as much of the chunk as can be dealt with in one go; returns the rest. */
  private pushSome(chunk: Buffer): Buffer {
    if (this.head === null) {
      this.framer?.push(chunk);
      return chunk.subarray(chunk.length);
    }
    const taken = chunk.subarray(0, deadLetterBytesMax - this.head.length);
    this.head = this.head.length === 0 ? taken : Buffer.concat([this.head, taken]);
    if (this.framer !== null) this.framer.push(taken);
    else this.start(this.head, this.head.length >= deadLetterBytesMax);
    if (this.head !== null && this.head.length >= deadLetterBytesMax) this.settle(this.head);
    return chunk.subarray(taken.length);
  }

  /** Chooses the framing, if the first bytes suffice. */
  private start(head: Buffer, ended: boolean): void {
    if (head.length < byteOrderMark.length && !ended) return;
    const skipped = head.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
    const content = head.subarray(skipped);
    const found = sniffContent(content, ended);
    if (found === null) return;
    this.skippedBytes = skipped;
    if (found.kind === 'utf16') {
      this.rejection = {
        code: 'TW_PARSE_ENCODING',
        message: 'UTF-16 text: convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)',
      };
    } else if (found.kind === 'binary') {
      this.rejection = { code: 'TW_INPUT_BINARY', message: `${found.what}: ${found.hint}` };
    } else if (this.framing(found.kind) === 'json') {
      this.framer = new JsonFramer(this, this.options.limits);
      this.head = null;
    } else {
      this.framer = new LineFramer(this, this.options.limits);
    }
    this.framer?.push(content);
    if (this.framer !== null && !this.texts.undecided && this.rejection === null) this.head = null;
  }

  private framing(found: 'json' | 'text'): 'json' | 'text' {
    const { forcedType } = this.options;
    if (forcedType === undefined) return found;
    return textFormats.some(({ logType }) => logType === forcedType) ? 'text' : 'json';
  }

  /** As many first bytes as are ever looked at are there. */
  private settle(head: Buffer): void {
    if (
      this.rejection === null &&
      this.texts.undecided &&
      this.options.forcedType === undefined &&
      looksBinary(head)
    ) {
      this.rejection = binary;
    }
    if (this.rejection !== null) this.reportRejection(false);
    else if (this.framer !== null) this.head = null;
  }

  private acceptText(lines: readonly Span[]): boolean {
    if (this.options.forcedType !== undefined || this.framer instanceof JsonFramer) return true;
    const sample = Buffer.concat(lines.map(({ bytes, start, end }) => bytes.subarray(start, end)));
    if (!looksBinary(sample)) return true;
    this.rejection = binary;
    return false;
  }

  private reportRejection(ended: boolean): void {
    if (this.rejection === null || this.rejectionReported) return;
    this.rejectionReported = true;
    const head = this.head ?? Buffer.alloc(0);
    const bytesTotal = ended ? head.length : null;
    this.records.addDeadLetter(
      this.rejection.code,
      this.rejection.message,
      head,
      { offset: 0, line: null },
      bytesTotal,
    );
  }
}

const binary = {
  code: 'TW_INPUT_BINARY',
  message: 'the content is binary and no known format: convert it to text, JSON, gzip, zstd or Parquet',
} as const;
