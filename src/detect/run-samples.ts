import type { Event } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { createDetector } from './detector.ts';
import type { Rule, RuleSample } from './rule.ts';

/** Makes an event of a sample as the pipeline would; may throw. */
export type MakeEvent = (sample: RuleSample, logType: LogType) => Event;

export interface SampleReport {
  readonly rules: number;
  readonly samples: number;
  readonly failures: readonly SampleFailure[];
  /** Rules without any sample. */
  readonly untested: readonly string[];
}

export interface SampleFailure {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly sample: string;
  readonly expected: 'match' | 'no_match';
  readonly message: string;
}

/** Asks the real detector, with all the rules loaded, of every sample of every rule. */
export function runSamples(rules: readonly Rule[], makeEvent: MakeEvent): SampleReport {
  // Parts of correlations have samples too, though they raise no findings.
  const detector = createDetector(rules.map((rule) => ({ ...rule, standalone: true })));
  const failures: SampleFailure[] = [];
  let samples = 0;
  for (const rule of rules) {
    const check = (expected: SampleFailure['expected'], sample: RuleSample): void => {
      samples += 1;
      const message = checkSample(rule, sample, expected, makeEvent, (event) =>
        detector.match(event).some(({ id }) => id === rule.id),
      );
      if (message === null) return;
      failures.push({
        rule: rule.id,
        file: rule.file,
        line: rule.line,
        sample: sample.name,
        expected,
        message,
      });
    };
    for (const sample of rule.samples.match) check('match', sample);
    for (const sample of rule.samples.noMatch) check('no_match', sample);
  }
  const untested = rules
    .filter((rule) => rule.samples.match.length + rule.samples.noMatch.length === 0)
    .map(({ id }) => id);
  return { rules: rules.length, samples, failures, untested };
}

function checkSample(
  rule: Rule,
  sample: RuleSample,
  expected: SampleFailure['expected'],
  makeEvent: MakeEvent,
  matches: (event: Event) => boolean,
): string | null {
  const logType = sample.logType ?? (rule.logTypes === 'any' ? 'app.json' : rule.logTypes[0]);
  if (logType === undefined) return 'no log type here produces the rule’s log source';
  if (rule.logTypes !== 'any' && !rule.logTypes.includes(logType))
    return `the rule is not asked of ${logType}`;
  try {
    const matched = matches(makeEvent(sample, logType));
    if (matched === (expected === 'match')) return null;
    return matched ? 'matched, but must not' : 'did not match, but must';
  } catch (error) {
    return `the sample could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
