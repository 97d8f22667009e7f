import type { Event } from '../event/event.ts';
import { evaluate } from './evaluate.ts';
import type { Rule } from './rule.ts';

/** Asks all rules of one event at a time. Not safe to share between threads: each builds its own from the same rules. */
export interface Detector {
  readonly rules: readonly Rule[];
  /** The rules that match, in the order they were loaded. Never throws, whatever the event holds. */
  match(event: Event): readonly Rule[];
}

export function createDetector(rules: readonly Rule[]): Detector {
  const active = rules.filter(({ standalone }) => standalone);
  return {
    rules: active,
    match: (event) =>
      active.filter(
        ({ logTypes, expr }) =>
          (logTypes === 'any' || logTypes.includes(event.logType)) && evaluate(expr, event),
      ),
  };
}
