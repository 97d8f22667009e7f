import { inNetwork, parseNetwork } from './cidr.ts';
import type { FieldValue } from './field-value.ts';
import { compileGlob, globMatches } from './glob.ts';
import type { CompareOp, Test, TimePart } from './ir.ts';
import { compileRegex } from './regex.ts';

/** Tests that look at one text at a time; `null`, `exists` and `field` look at the whole value. */
export type TextTest = Exclude<Test, { readonly kind: 'null' | 'exists' | 'field' }>;

/** The test as a function of a text; of its lower-case form where the test is not cased. */
export function compileTextTest(test: TextTest): (text: string) => boolean {
  switch (test.kind) {
    case 'equals': {
      const values = new Set(test.values);
      return (text) => values.has(text);
    }
    case 'contains':
      return (text) => text.includes(test.value);
    case 'startswith':
      return (text) => text.startsWith(test.value);
    case 'endswith':
      return (text) => text.endsWith(test.value);
    case 'glob': {
      const program = compileGlob(test.glob);
      return (text) => globMatches(program, text);
    }
    case 'regex': {
      const regex = compileRegex(test.source, test.flags);
      return (text) => regex.test(text);
    }
    case 'cidr': {
      const network = parseNetwork(test.network);
      return (text) => network !== null && inNetwork(network, text);
    }
    case 'compare':
      return (text) => compareNumbers(numberOf(text), test.op, test.value);
    case 'time':
      return (text) => compareNumbers(timePart(text, test.part), test.op, test.value);
  }
}

/** Whether the test wants lower-case text. */
export function isLower(test: Test): boolean {
  return 'cased' in test && !test.cased;
}

export function anyText(value: FieldValue, holds: (text: string) => boolean): boolean {
  if (typeof value === 'string') return holds(value);
  if (value === undefined || value === null) return false;
  return value.some((text) => text !== null && holds(text));
}

/** Null where the text is no decimal number. */
export function numberOf(text: string): number | null {
  if (text.length > 64 || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

function compareNumbers(number: number | null, op: CompareOp | 'eq', bound: number): boolean {
  if (number === null) return false;
  switch (op) {
    case 'lt':
      return number < bound;
    case 'lte':
      return number <= bound;
    case 'gt':
      return number > bound;
    case 'gte':
      return number >= bound;
    case 'eq':
      return number === bound;
  }
}

/** The part of a date as it is written, without regard to zones; a plain number counts seconds or milliseconds in UTC. */
export function timePart(text: string, part: TimePart): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text);
  if (match === null) {
    const number = numberOf(text);
    if (number === null || Math.abs(number) > 8.64e15) return null;
    const date = new Date(Math.abs(number) < 1e11 ? number * 1_000 : number);
    return Number.isNaN(date.getTime()) ? null : partOf(date, part, true);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute));
  return Number.isNaN(date.getTime()) ? null : partOf(date, part, match[4] !== undefined);
}

function partOf(date: Date, part: TimePart, hasTime: boolean): number | null {
  switch (part) {
    case 'minute':
      return hasTime ? date.getUTCMinutes() : null;
    case 'hour':
      return hasTime ? date.getUTCHours() : null;
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}

/** ISO 8601: week 1 is the one with the year's first Thursday. */
function isoWeek(date: Date): number {
  const dayMs = 86_400_000;
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const thursday = midnight + (4 - (date.getUTCDay() || 7)) * dayMs;
  const yearStart = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - yearStart) / dayMs / 7) + 1;
}
