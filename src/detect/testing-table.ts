import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Event } from '../event/event.ts';
import { createDetector } from './detector.ts';
import { evaluate } from './evaluate.ts';
import { detectionRule, eventOf, ruleOf } from './testing.ts';

/** Each row: what is shown, the selection (or whole detection), events that must match, events that must not. */
export type Row = readonly [name: string, detection: string, yes: readonly unknown[], no: readonly unknown[]];

/** Asks the interpreter and the compiled detector of every event of every row. */
export function checkTable(title: string, rows: readonly Row[], head = ''): void {
  suite(title, () => {
    for (const [name, detection, yes, no] of rows) {
      test(name, () => {
        const whole = /^condition:/m.test(detection)
          ? detection
          : `s:\n${detection.replaceAll(/^/gm, '  ')}\ncondition: s`;
        const rule = ruleOf(detectionRule(whole, head));
        const detector = createDetector([rule]);
        for (const [events, expected] of [
          [yes, true],
          [no, false],
        ] as const) {
          for (const given of events) {
            const event = toEvent(given);
            const shown = JSON.stringify(given);
            assert.equal(evaluate(rule.expr, event), expected, `interpreter, ${shown}`);
            assert.equal(detector.match(event).length > 0, expected, `detector, ${shown}`);
          }
        }
      });
    }
  });
}

function toEvent(given: unknown): Event {
  // JSON, so that keys such as __proto__ arrive as they do from logs.
  return eventOf(JSON.parse(typeof given === 'string' ? given : JSON.stringify(given)));
}
