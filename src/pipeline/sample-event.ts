import { Buffer } from 'node:buffer';
import type { Event, Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { normalize } from '../normalize/normalize.ts';

/** A rule's sample as the event that detection would see: the same normalising as for real records. */
export function makeSampleEvent(logType: LogType, fields: Fields): Event {
  const raw = Buffer.from(JSON.stringify(fields));
  return normalize({ logType, raw, fields, rawIsJson: true, envelope: {} }).event;
}
