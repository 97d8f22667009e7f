import type { ErrorCode } from '../base/errors.ts';
import type { Fields } from '../event/event.ts';
import type { Place } from './dead-letters.ts';

/** Bytes `start` to `end` of `bytes`; `place` says where that is in the decoded object. */
export interface Span {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly place: Place;
}

export interface JsonSink {
  /** A complete value with its text. */
  value(value: unknown, span: Span): void;
  /** A line that is not JSON at all. */
  line(span: Span): void;
  /** `head` are the first bytes of what cannot be read. */
  broken(code: ErrorCode, message: string, head: Uint8Array, bytesTotal: number, place: Place): void;
  /** The values up to `leave` are elements of the array `key` of an object that begins with `before`. */
  enter(before: Fields, key: string): void;
  leave(): void;
}
