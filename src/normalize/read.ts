import type { Fields } from '../event/event.ts';

/** Typed reads of untrusted values: what has not the expected type counts as absent. */

/** Text, or a number as text; '' where absent. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** The first of the values that is not ''. */
export function firstText(...values: readonly unknown[]): string {
  for (const value of values) {
    const text = textOf(value);
    if (text !== '') return text;
  }
  return '';
}

const noFields: Fields = Object.freeze({});

/** An object, or an empty one: reads of its members are then absent too. */
export function objectOf(value: unknown): Fields {
  return isObject(value) ? value : noFields;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An integer, also where it is written as text or wide; null where absent. */
export function integerOf(value: unknown): number | null {
  const isWritten = typeof value === 'bigint' || (typeof value === 'string' && /^-?\d{1,16}$/.test(value));
  const number = isWritten ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** true and false, also as text; null where absent. */
export function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'Yes') return true;
  return value === 'false' || value === 'No' ? false : null;
}

/** Milliseconds since 1970 of an RFC 3339 time; null where it is none. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length < 10) return null;
  return plausibleTime(value.length === 20 ? secondsTime(value) : Date.parse(value));
}

/** `2026-11-21T08:00:00Z`, by far the most common form, without Date.parse. */
function secondsTime(text: string): number {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[19] !== 'Z') {
    return Date.parse(text);
  }
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  // Days that only some months have, and years that Date.UTC takes for others, are left to Date.parse.
  const usual =
    year >= 100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!usual || text[16] !== ':') return Date.parse(text);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** NaN where they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** What the store can hold: 1900 to 2299. */
const timeMin = Date.UTC(1900, 0);
const timeMax = Date.UTC(2300, 0) - 1;

/** The time in whole milliseconds; null where it is none, or one that no log can have. */
export function plausibleTime(time: number): number | null {
  return time >= timeMin && time <= timeMax ? Math.round(time) : null;
}

/** Milliseconds since 1970 of a number of seconds, milliseconds, microseconds or nanoseconds, told apart by size; null where it is none. */
export function epochOf(value: unknown): number | null {
  const isWritten =
    typeof value === 'bigint' || (typeof value === 'string' && /^\d{1,20}(\.\d+)?$/.test(value));
  const number = isWritten ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  if (number < 1e11) return plausibleTime(number * 1000);
  if (number < 1e14) return plausibleTime(number);
  return plausibleTime(number < 1e17 ? number / 1e3 : number / 1e6);
}

/** The account in an ARN; '' where there is none. */
export function accountOfArn(arn: string): string {
  if (!arn.startsWith('arn:')) return '';
  const account = arn.split(':', 5)[4] ?? '';
  return /^\d{12}$/.test(account) ? account : '';
}

/** The region in an ARN; '' where there is none. */
export function regionOfArn(arn: string): string {
  return arn.startsWith('arn:') ? (arn.split(':', 4)[3] ?? '') : '';
}
