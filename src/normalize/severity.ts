import type { Severity } from '../event/event.ts';
import { integerOf } from './read.ts';

const words: ReadonlyMap<string, Severity> = new Map([
  ['trace', 'informational'],
  ['debug', 'informational'],
  ['info', 'informational'],
  ['information', 'informational'],
  ['informational', 'informational'],
  ['notice', 'informational'],
  ['note', 'informational'],
  ['system', 'informational'],
  ['fine', 'informational'],
  ['low', 'low'],
  ['warn', 'low'],
  ['warning', 'low'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['err', 'medium'],
  ['error', 'medium'],
  ['severe', 'medium'],
  ['high', 'high'],
  ['crit', 'high'],
  ['fatal', 'high'],
  ['alert', 'high'],
  ['panic', 'high'],
  ['emerg', 'critical'],
  ['emergency', 'critical'],
  ['critical', 'critical'],
]);

/** Of a word that says how bad a finding is, or of an application's log level. */
export function severityOfWord(value: unknown): '' | Severity {
  return typeof value === 'string' ? (words.get(value.toLowerCase()) ?? '') : '';
}

/** The highest step not above the value. */
export function severityOfScale(
  value: unknown,
  steps: readonly (readonly [number, Severity])[],
): '' | Severity {
  const number = typeof value === 'number' ? value : integerOf(value);
  if (number === null) return '';
  let severity: '' | Severity = '';
  for (const [from, step] of steps) if (number >= from) severity = step;
  return severity;
}
