import type { ErrorCode } from '../base/errors.ts';
import { type DeadLetter, deadLetterBytesMax } from '../event/dead-letter.ts';
import type { Parsed } from './parser.ts';

export interface Place {
  readonly offset: number | null;
  readonly line: number | null;
}

/** The bytes are copied: a dead letter outlives the buffer it was found in. */
export function createDeadLetter(
  code: ErrorCode,
  message: string,
  bytes: Uint8Array,
  place: Place,
  bytesTotal: number | null = bytes.length,
): Parsed {
  const deadLetter: DeadLetter = {
    code,
    message,
    bytes: new Uint8Array(bytes.subarray(0, deadLetterBytesMax)),
    bytesTotal,
    offset: place.offset,
    line: place.line,
  };
  return { kind: 'dead_letter', deadLetter };
}
