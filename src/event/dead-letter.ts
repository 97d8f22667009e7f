import type { ErrorCode } from '../base/errors.ts';

/** What could not become an event, and why; kept so that it can be replayed after a fix. */
export interface DeadLetter {
  readonly code: ErrorCode;
  /** For people; never relied on by code. */
  readonly message: string;
  /** The original bytes, cut at `deadLetterBytesMax`. */
  readonly bytes: Uint8Array;
  /** Length before cutting; null where it is not known (an object that cannot be opened). */
  readonly bytesTotal: number | null;
  /** Where in the decoded object it starts, in bytes; null where the whole object is meant. */
  readonly offset: number | null;
  /** 1-based line in the decoded object, where lines mean something. */
  readonly line: number | null;
}

export const deadLetterBytesMax = 64 * 1024;
