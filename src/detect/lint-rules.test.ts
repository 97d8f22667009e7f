import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { LintKind } from './lint-kinds.ts';
import { type KnownFields, lintRules } from './lint-rules.ts';
import { parseRules } from './load-rules.ts';
import { detectionRule } from './testing.ts';

const samples = 'trailwatch: {samples: {match: [{event: {a: x}}], no_match: [{event: {a: y}}]}}\n';
const known: KnownFields = (logType) =>
  logType === 'aws.cloudtrail' ? new Set(['a', 'b', 'userIdentity.arn', 'requestParameters.*']) : 'open';

function kinds(detection: string, head = ''): readonly LintKind[] {
  const load = parseRules(detectionRule(detection, head + samples), 'r.yml');
  assert.deepEqual(load.refused, []);
  return lintRules(load, { knownFields: known }).warnings.map(({ code }) => code);
}

suite('lint finds', () => {
  const rows: readonly (readonly [
    name: string,
    detection: string,
    expected: readonly LintKind[],
    head?: string,
  ])[] = [
    [
      'nothing in a sound rule',
      's:\n  a: x\n  src_ip|cidr: 10.0.0.0/8\n  requestParameters.x.y: 1\n  userIdentity|contains: z\ncondition: s',
      [],
    ],
    ['an unknown field', 's:\n  a: x\nf:\n  eventNaem: y\ncondition: s and not f', ['LINT_UNKNOWN_FIELD']],
    [
      'a rule that needs an unknown field',
      's:\n  a: x\n  eventNaem: y\ncondition: s',
      ['LINT_UNKNOWN_FIELD', 'LINT_NEVER_FIRES'],
    ],
    [
      'an alternative without the unknown field',
      's:\n  - a: x\n  - eventNaem: y\ncondition: s',
      ['LINT_UNKNOWN_FIELD'],
    ],
    [
      'the other side of a fieldref',
      's:\n  a|fieldref: nope\ncondition: s',
      ['LINT_UNKNOWN_FIELD', 'LINT_NEVER_FIRES'],
    ],
    [
      'fields within array blocks',
      's:\n  b[any]:\n    nope: 1\ncondition: s',
      ['LINT_UNKNOWN_FIELD'],
      'sigma-version: 3\n',
    ],
    ['two values at once', 's:\n  a: x\nt:\n  a: [y, z]\ncondition: s and t', ['LINT_NEVER_FIRES']],
    [
      'a value that does not start so',
      's:\n  a: x\nt:\n  a|startswith: y\ncondition: s and t',
      ['LINT_NEVER_FIRES'],
    ],
    [
      'what is asked for and excluded',
      's:\n  a: x\nf:\n  a: [x, y]\ncondition: s and not f',
      ['LINT_NEVER_FIRES'],
    ],
    ['an empty interval', 's:\n  a|gt: 5\nt:\n  a|lt: 5\ncondition: s and t', ['LINT_NEVER_FIRES']],
    ['an interval that is not empty', 's:\n  a|gte: 5\nt:\n  a|lte: 5\ncondition: s and t', []],
    [
      'contradictions in every alternative',
      's:\n  a: x\nt1:\n  a: y\nt2:\n  a: z\ncondition: s and 1 of t*',
      ['LINT_NEVER_FIRES'],
    ],
    [
      'no contradiction when one alternative is free',
      's:\n  a: x\nt1:\n  a: y\nt2:\n  b: z\ncondition: s and 1 of t*',
      [],
    ],
    ['contains of two texts is no contradiction', 's:\n  a|contains|all: [x, y]\ncondition: s', []],
    [
      'a wildcard that is a modifier',
      "s:\n  a: ['x*', '*y', '*z*', 'p*q', '*']\ncondition: s",
      ['LINT_WILDCARD', 'LINT_WILDCARD', 'LINT_WILDCARD'],
    ],
    ['a timeframe', 's:\n  a: x\ntimeframe: 5m\ncondition: s', ['LINT_DEPRECATED']],
    ['an unused selection', 's:\n  a: x\nt:\n  b: x\n_u:\n  b: x\ncondition: s', ['LINT_UNUSED_SELECTION']],
    ['null in a list', 's:\n  a: [x, null]\ncondition: s', ['LINT_NULL_IN_LIST']],
    ['all with one value', 's:\n  a|contains|all: x\ncondition: s', ['LINT_SINGLE_ALL']],
    ['a leading zero', 's:\n  a: 0123\ncondition: s', ['LINT_LEADING_ZERO']],
    ['host bits', 's:\n  a|cidr: 10.0.0.1/8\ncondition: s', ['LINT_CIDR_HOST_BITS']],
    [
      'selectors without the version',
      "s:\n  'b[any]': x\ncondition: s",
      ['LINT_SELECTORS_OFF', 'LINT_UNKNOWN_FIELD', 'LINT_NEVER_FIRES'],
    ],
    ['an unknown key', 's:\n  a: x\ncondition: s', ['LINT_UNKNOWN_KEY'], 'titel: x\n'],
    ['a deprecated rule', 's:\n  a: x\ncondition: s', ['LINT_STATUS'], 'status: deprecated\n'],
  ];
  for (const [name, detection, expected, head] of rows) {
    test(name, () => assert.deepEqual(kinds(detection, head).toSorted(), expected.toSorted()));
  }
});

test('what a rule lacks is said too', () => {
  const text = 'title: t\nlogsource: {product: windows}\ndetection: {s: {a: x}, condition: s}\n';
  const report = lintRules(parseRules(text, 'r.yml'), { knownFields: known });
  assert.deepEqual(report.warnings.map(({ code }) => code).toSorted(), [
    'LINT_MISSING_ID',
    'LINT_MISSING_LEVEL',
    'LINT_MISSING_SAMPLES',
    'LINT_NO_LOG_TYPE',
  ]);
  assert.deepEqual([report.rules, report.compiled], [1, 1]);
});

test('refused rules are counted and named', () => {
  const report = lintRules(parseRules('title: t\n', 'r.yml'));
  assert.deepEqual([report.rules, report.compiled], [1, 0]);
  assert.equal(report.refused[0]?.code, 'TW_RULE_INVALID');
});
