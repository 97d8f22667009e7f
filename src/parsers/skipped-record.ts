import type { ErrorCode } from '../base/errors.ts';
import { deadLetterBytesMax } from '../event/dead-letter.ts';
import type { Place } from './dead-letters.ts';
import { trimSeparators } from './json-edges.ts';
import type { JsonSink } from './json-sink.ts';

/** What is passed over: a broken or overlong record. Its beginning is kept for the dead letter. */
export class SkippedRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: Place;
  /** Until the value ends, or the next one begins, or the line ends. */
  until: 'end' | 'next' | 'line';
  private head: Buffer = Buffer.alloc(0);
  private total = 0;

  constructor(code: ErrorCode, message: string, place: Place, until: 'end' | 'next' | 'line') {
    this.code = code;
    this.message = message;
    this.place = place;
    this.until = until;
  }

  add(bytes: Buffer): void {
    const room = deadLetterBytesMax - this.head.length;
    if (room > 0) this.head = Buffer.concat([this.head, bytes.subarray(0, room)]);
    this.total += bytes.length;
  }

  /** What separates it from the next record does not belong to it. */
  report(sink: JsonSink): void {
    const whole = this.total === this.head.length;
    const head = whole ? trimSeparators(this.head) : this.head;
    sink.broken(this.code, this.message, head, whole ? head.length : this.total, this.place);
  }

  /** It ends where the input broke off, which has its own reason. */
  reportAs(code: ErrorCode, message: string, rest: Buffer, sink: JsonSink): void {
    this.add(rest);
    sink.broken(code, message, this.head, this.total, this.place);
  }
}
