import type { Event } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { compileProgram, type Program } from './program.ts';
import type { Rule } from './rule.ts';
import { withNativeNames } from './taxonomy.ts';

/** Asks all rules of one event at a time. Not safe to share between threads: each builds its own from the same rules. */
export interface Detector {
  /** The rules it raises findings for. */
  readonly rules: readonly Rule[];
  /** The rules that match, in the order they were loaded; only rules of the event's log type are asked. */
  match(event: Event): readonly Rule[];
}

/** Rules are compiled per log type, when its first event comes. */
export function createDetector(rules: readonly Rule[]): Detector {
  const active = rules.filter(({ standalone }) => standalone);
  const programs = new Map<LogType, Program>();
  return {
    rules: active,
    match(event) {
      const { logType } = event;
      let program = programs.get(logType);
      if (program === undefined) {
        program = compileProgram(rulesFor(active, logType), (expr) => withNativeNames(expr, logType));
        programs.set(logType, program);
      }
      return program.match(event);
    },
  };
}

function rulesFor(rules: readonly Rule[], logType: LogType): readonly Rule[] {
  return rules.filter(({ logTypes }) => logTypes === 'any' || logTypes.includes(logType));
}
