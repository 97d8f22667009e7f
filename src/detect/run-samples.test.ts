import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRules } from './load-rules.ts';
import { runSamples } from './run-samples.ts';
import type { RuleSample } from './rule.ts';
import { detectionRule, eventOf } from './testing.ts';
import type { LogType } from '../event/log-types.ts';

const rulesWith = (samples: string) =>
  parseRules(detectionRule('s:\n  a: x\ncondition: s', `trailwatch:\n  samples:\n${samples}`), 'r.yml').rules;
const makeEvent = (sample: RuleSample, logType: LogType) => eventOf(sample.event, {}, logType);

test('samples that behave pass', () => {
  const rules = rulesWith(
    '    match: [{name: one, event: {a: x}}]\n    no_match: [{name: two, event: {a: y}}]\n',
  );
  assert.deepEqual(runSamples(rules, makeEvent), { rules: 1, samples: 2, failures: [], untested: [] });
});

test('each failure names rule, place, sample and what was expected', () => {
  const rules = rulesWith('    match: [{event: {a: y}}]\n    no_match: [{name: two, event: {a: x}}]\n');
  const { failures } = runSamples(rules, makeEvent);
  assert.deepEqual(
    failures.map(({ rule, file, line, sample, expected }) => [rule, file, line, sample, expected]),
    [
      ['r', 'r.yml', 1, 'match 1', 'match'],
      ['r', 'r.yml', 1, 'two', 'no_match'],
    ],
  );
});

test('a sample of another log type, or one that cannot be read, fails', () => {
  const rules = rulesWith('    match: [{log_type: syslog, event: {a: x}}, {event: {a: x}}]\n');
  const { failures } = runSamples(rules, (sample, logType) => {
    if (sample.name === 'match 2') throw new Error('no such format');
    return makeEvent(sample, logType);
  });
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['the rule is not asked of syslog', 'the sample could not be read: no such format'],
  );
});

test('rules without samples are listed', () => {
  assert.deepEqual(
    runSamples(parseRules(detectionRule('s:\n  a: x\ncondition: s'), 'r.yml').rules, makeEvent).untested,
    ['r'],
  );
});
