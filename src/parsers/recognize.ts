import type { Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { jsonFormats } from './json-formats.ts';

/** The log type of an object that is not an envelope; null where no format recognises it. */
export function recognizeJson(value: Fields): LogType | null {
  for (const format of jsonFormats) {
    if (format.matches(value)) return format.logType;
  }
  return null;
}
