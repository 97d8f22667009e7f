import type { ErrorCode } from '../base/errors.ts';
import type { Envelope, Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { createDeadLetter, type Place } from './dead-letters.ts';
import type { Parsed } from './parser.ts';

/** What has been parsed and not been handed on yet, in the order of the input. */
export class Records {
  private parsed: Parsed[] = [];
  private pinned: Place | null = null;

  get count(): number {
    return this.parsed.length;
  }

  add(logType: LogType, fields: Fields, raw: Uint8Array, rawIsJson: boolean, envelope: Envelope): void {
    this.parsed.push({ kind: 'record', record: { logType, raw, fields, rawIsJson, envelope } });
  }

  addDeadLetter(
    code: ErrorCode,
    message: string,
    bytes: Uint8Array,
    place: Place,
    bytesTotal?: number | null,
  ): void {
    this.parsed.push(createDeadLetter(code, message, bytes, this.pinned ?? place, bytesTotal));
  }

  /** While `read` runs, all dead letters are placed at `place`: that of the envelope whose payload it reads. */
  pin(place: Place, read: () => void): void {
    const before = this.pinned;
    this.pinned = before ?? place;
    read();
    this.pinned = before;
  }

  take(): readonly Parsed[] {
    const taken = this.parsed;
    this.parsed = [];
    return taken;
  }
}
