import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { errorCodes } from '../base/errors.ts';
import { createDetector } from './detector.ts';
import { loadRules, parseRules } from './load-rules.ts';
import { logTypesOf } from './log-source.ts';
import { detectionRule, eventOf } from './testing.ts';

const simple = detectionRule('s:\n  a: x\ncondition: s');

suite('refusals name code, line and fix', () => {
  const refusals: readonly (readonly [
    name: string,
    text: string,
    code: string,
    line: number,
    message: RegExp,
  ])[] = [
    ['broken YAML', 'title: x\ny: a\n  b: c\n', 'TW_RULE_YAML', 2, /not valid YAML/],
    ['a duplicate key', 'title: x\ntitle: y\n', 'TW_RULE_YAML', 2, /not valid YAML/],
    ['an unknown alias', 'title: *x\n', 'TW_RULE_YAML', 1, /x/],
    ['no map', '- a\n', 'TW_RULE_INVALID', 1, /no Sigma rule/],
    ['no title', 'logsource: {}\ndetection: {s: {a: b}, condition: s}\n', 'TW_RULE_INVALID', 1, /title/],
    ['no logsource', 'title: t\ndetection: {s: {a: b}, condition: s}\n', 'TW_RULE_INVALID', 1, /logsource/],
    ['no detection', 'title: t\nlogsource: {}\n', 'TW_RULE_INVALID', 1, /detection/],
    ['no condition', detectionRule('s:\n  a: x'), 'TW_RULE_INVALID', 6, /no condition/],
    ['an unknown level', simple.replace('low', 'severe'), 'TW_RULE_INVALID', 3, /severe/],
    ['an unknown status', `status: new\n${simple}`, 'TW_RULE_INVALID', 1, /new/],
    ['an unknown selection', detectionRule('s:\n  a: x\ncondition: s and t'), 'TW_RULE_INVALID', 8, /'t'/],
    [
      'a pattern that meets nothing',
      detectionRule('s:\n  a: x\ncondition: s and not 1 of f_*'),
      'TW_RULE_INVALID',
      8,
      /f_\*/,
    ],
    ['an open parenthesis', detectionRule('s:\n  a: x\ncondition: (s'), 'TW_RULE_INVALID', 8, /'\)'/],
    [
      'two selections without a word between',
      detectionRule('s:\n  a: x\ncondition: s s'),
      'TW_RULE_INVALID',
      8,
      /does not belong/,
    ],
    [
      'a condition that ends early',
      detectionRule('s:\n  a: x\ncondition: s and'),
      'TW_RULE_INVALID',
      8,
      /too early/,
    ],
    [
      'a star without a number',
      detectionRule('s:\n  a: x\ncondition: s*'),
      'TW_RULE_INVALID',
      8,
      /needs a number/,
    ],
    [
      'more than there are',
      detectionRule('s:\n  a: x\ncondition: 2 of s*'),
      'TW_RULE_INVALID',
      8,
      /asks for 2 of 1/,
    ],
    [
      'an aggregation',
      detectionRule('s:\n  a: x\ncondition: s | count() > 5'),
      'TW_RULE_UNSUPPORTED',
      8,
      /aggregation/,
    ],
    ['near', detectionRule('s:\n  a: x\ncondition: s near t'), 'TW_RULE_UNSUPPORTED', 8, /near/],
    [
      'an unknown modifier',
      detectionRule('s:\n  a|containz: x\ncondition: s'),
      'TW_RULE_INVALID',
      7,
      /containz/,
    ],
    [
      'modifiers that exclude each other',
      detectionRule('s:\n  a|contains|endswith: x\ncondition: s'),
      'TW_RULE_INVALID',
      7,
      /endswith after contains/,
    ],
    ['a flag without re', detectionRule('s:\n  a|i: x\ncondition: s'), 'TW_RULE_INVALID', 7, /needs re/],
    [
      'an encoding after base64',
      detectionRule('s:\n  a|base64|wide: x\ncondition: s'),
      'TW_RULE_INVALID',
      7,
      /before base64/,
    ],
    [
      'base64 of a wildcard',
      detectionRule("s:\n  a|base64: 'x*'\ncondition: s"),
      'TW_RULE_INVALID',
      7,
      /wildcards/,
    ],
    [
      'exists with a text',
      detectionRule('s:\n  a|exists: maybe\ncondition: s'),
      'TW_RULE_INVALID',
      7,
      /true or false/,
    ],
    ['lt with a text', detectionRule('s:\n  a|lt: x\ncondition: s'), 'TW_RULE_INVALID', 7, /not a number/],
    ['an hour that is none', detectionRule('s:\n  a|hour: 24\ncondition: s'), 'TW_RULE_INVALID', 7, /24/],
    [
      'no network',
      detectionRule('s:\n  a|cidr: 10.0.0.0/33\ncondition: s'),
      'TW_RULE_INVALID',
      7,
      /not a network/,
    ],
    ['contains null', detectionRule('s:\n  a|contains: null\ncondition: s'), 'TW_RULE_INVALID', 7, /null/],
    ['an empty list', detectionRule('s:\n  a: []\ncondition: s'), 'TW_RULE_INVALID', 7, /empty/],
    ['an empty selection', detectionRule('s: {}\ncondition: s'), 'TW_RULE_INVALID', 6, /empty/],
    ['a map as value', detectionRule('s:\n  a: {b: c}\ncondition: s'), 'TW_RULE_INVALID', 7, /map/],
    [
      'a keyword modifier without field',
      detectionRule("s:\n  '|cidr': 10.0.0.0/8\ncondition: s"),
      'TW_RULE_INVALID',
      7,
      /needs a field/,
    ],
    [
      'a broken regular expression',
      detectionRule("s:\n  a|re: '('\ncondition: s"),
      'TW_RULE_REGEX',
      7,
      /regular expression/,
    ],
    [
      'a lookahead',
      detectionRule("s:\n  a|re: '(?!x)'\ncondition: s"),
      'TW_RULE_REGEX',
      7,
      /regular expression/,
    ],
    [
      'a backreference',
      detectionRule("s:\n  a|re: '(a)\\1'\ncondition: s"),
      'TW_RULE_REGEX',
      7,
      /regular expression/,
    ],
    [
      'repetitions that explode',
      detectionRule("s:\n  a|re: '((a{1,30}){1,30}){1,30}'\ncondition: s"),
      'TW_RULE_REGEX',
      7,
      /./,
    ],
    [
      'a long pattern',
      detectionRule(`s:\n  a|re: '${'x'.repeat(5_000)}'\ncondition: s`),
      'TW_RULE_REGEX',
      7,
      /longer/,
    ],
    [
      'a placeholder without values',
      detectionRule("s:\n  a|expand: '%admins%'\ncondition: s"),
      'TW_RULE_PLACEHOLDER',
      7,
      /admins/,
    ],
    [
      'too many dashes of placeholders',
      detectionRule(`s:\n  a|expand: '${'%n%'.repeat(10)}'\ncondition: s`),
      'TW_RULE_LIMIT',
      7,
      /more than/,
    ],
    [
      'deep parentheses',
      detectionRule(`s:\n  a: x\ncondition: ${'('.repeat(100)}s${')'.repeat(100)}`),
      'TW_RULE_INVALID',
      8,
      /nested/,
    ],
    ['an unknown sigma-version', `sigma-version: 9\n${simple}`, 'TW_RULE_UNSUPPORTED', 1, /9/],
    [
      'an unknown array selector',
      `sigma-version: 3\n${detectionRule('s:\n  a[some]: x\ncondition: s')}`,
      'TW_RULE_INVALID',
      8,
      /some/,
    ],
    ['an unknown key of ours', simple + 'trailwatch: {sentance: x}\n', 'TW_RULE_INVALID', 9, /sentance/],
    [
      'a sample without event',
      simple + 'trailwatch: {samples: {match: [{name: x}]}}\n',
      'TW_RULE_INVALID',
      9,
      /event/,
    ],
    [
      'a correlation of no known type',
      'title: t\ncorrelation: {type: magic, rules: [a], timespan: 5m}\n',
      'TW_RULE_INVALID',
      2,
      /magic/,
    ],
    [
      'a correlation without timespan',
      'title: t\ncorrelation: {type: temporal, rules: [a]}\n',
      'TW_RULE_INVALID',
      2,
      /timespan/,
    ],
    [
      'a value_count without field',
      'title: t\ncorrelation: {type: value_count, rules: [a], timespan: 5m, condition: {gte: 3}}\n',
      'TW_RULE_INVALID',
      2,
      /field/,
    ],
    [
      'a filter that names no rules',
      'title: t\nlogsource: {}\nfilter: {s: {a: b}, condition: s}\n',
      'TW_RULE_INVALID',
      3,
      /rules/,
    ],
  ];
  for (const [name, text, code, line, message] of refusals) {
    test(name, () => {
      const { rules, refused } = parseRules(text, 'dir/rule.yml', { placeholders: { n: ['1', '2', '3'] } });
      assert.equal(rules.length, 0);
      assert.equal(refused.length, 1);
      const [problem] = refused;
      assert.equal(problem?.code, code, problem?.message);
      assert.equal(problem?.file, 'dir/rule.yml');
      assert.equal(problem?.line, line, problem?.message);
      assert.match(problem?.message ?? '', message);
    });
  }
});

test('a bad document never stops the others', () => {
  const load = parseRules(`${simple}---\ntitle: bad\n---\n${simple.replace('id: r', 'id: q')}`, 'f.yml');
  assert.deepEqual(
    load.rules.map(({ id, line }) => [id, line]),
    [
      ['r', 1],
      ['q', 12],
    ],
  );
  assert.deepEqual(
    load.refused.map(({ code, line }) => [code, line]),
    [['TW_RULE_INVALID', 10]],
  );
});

test('the same id twice is refused, and the place of the first is named', () => {
  const { rules, refused } = parseRules(`${simple}---\n${simple}`, 'f.yml');
  assert.equal(rules.length, 1);
  assert.equal(refused[0]?.code, 'TW_RULE_DUPLICATE_ID');
  assert.match(refused[0]?.message ?? '', /f\.yml:1/);
});

test('anchors are followed, and a bomb of them is refused quickly', () => {
  const anchored = detectionRule('s:\n  a: &x [one, two]\n  b: *x\ncondition: s');
  assert.equal(parseRules(anchored, 'f.yml').rules.length, 1);
  const levels = Array.from(
    { length: 9 },
    (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`,
  );
  const bomb = `a0: &a0 [x, x]\n${levels.join('\n')}\ntitle: t\n`;
  assert.equal(parseRules(bomb, 'f.yml').refused[0]?.code, 'TW_RULE_LIMIT');
  assert.equal(parseRules('title: &a [*a]\n', 'f.yml').refused[0]?.code, 'TW_RULE_LIMIT');
  assert.equal(parseRules(`title: ${'['.repeat(20_000)}`, 'f.yml').refused.length, 1);
});

test('placeholders take their values from the configuration, wildcards included', () => {
  const text = detectionRule("s:\n  a|expand: '%admins%@\\%x'\ncondition: s");
  const { rules } = parseRules(text, 'f.yml', { placeholders: { admins: ['adm_*', 'root'] } });
  const detector = createDetector(rules);
  assert.equal(detector.match(eventOf({ a: 'ADM_eve@%x' })).length, 1);
  assert.equal(detector.match(eventOf({ a: 'root@%x' })).length, 1);
  assert.equal(detector.match(eventOf({ a: '%admins%@%x' })).length, 0);
});

test('a filter is joined to the rules it names, changes their version and is reported when it names none', () => {
  const filter = (rules: string): string =>
    `---\ntitle: f\nlogsource: { product: aws }\nfilter:\n  rules: ${rules}\n  s:\n    user|startswith: adm_\n  condition: not s\n`;
  const plain = parseRules(simple, 'f.yml').rules[0];
  for (const names of ['[r]', 'any']) {
    const load = parseRules(simple + filter(names), 'f.yml');
    const detector = createDetector(load.rules);
    assert.equal(detector.match(eventOf({ a: 'x', user: 'eve' })).length, 1);
    assert.equal(detector.match(eventOf({ a: 'x', user: 'adm_1' })).length, 0);
    assert.notEqual(load.rules[0]?.version, plain?.version);
    assert.deepEqual(
      load.filters.map(({ applied }) => applied),
      [1],
    );
  }
  const unused = parseRules(simple + filter('[other]'), 'f.yml');
  assert.ok(unused.warnings.some(({ code }) => code === 'LINT_FILTER_UNUSED'));
  const other = parseRules(simple + filter('any').replace('product: aws', 'product: windows'), 'f.yml');
  assert.deepEqual(
    other.filters.map(({ applied }) => applied),
    [0],
  );
});

test('a correlation is read, kept and reported; its parts raise no findings of their own', () => {
  const correlation = `---\ntitle: many\nid: c1\nlevel: high\ncorrelation:\n  type: value_count\n  rules: [r]\n  group-by: [user]\n  timespan: 15m\n  aliases: { u: { r: userName } }\n  condition: { gte: 3, field: ip }\n`;
  const load = parseRules(simple + correlation, 'f.yml');
  assert.deepEqual(
    load.refused.map(({ code, line }) => [code, line]),
    [['TW_RULE_CORRELATION', 10]],
  );
  assert.equal(load.correlations[0]?.timespanMs, 900_000);
  assert.deepEqual(load.correlations[0]?.condition?.bounds, [{ op: 'gte', value: 3 }]);
  assert.equal(createDetector(load.rules).match(eventOf({ a: 'x' })).length, 0);
  const generating = parseRules(
    simple + correlation.replace('  timespan', '  generate: true\n  timespan'),
    'f.yml',
  );
  assert.equal(createDetector(generating.rules).match(eventOf({ a: 'x' })).length, 1);
});

test('every correlation type is understood', () => {
  const types = [
    'event_count',
    'value_count',
    'temporal',
    'temporal_ordered',
    'value_sum',
    'value_avg',
    'value_percentile',
    'value_median',
  ];
  for (const type of types) {
    const text = `title: t\ncorrelation: {type: ${type}, rules: [a, b], group-by: [x], timespan: 1h, condition: {gte: 2, field: y, percentile: 95}}\n`;
    assert.equal(parseRules(text, 'f.yml').correlations[0]?.type, type);
  }
});

test('log sources mean log types, and a rule is asked of its own only', () => {
  const of = (product: string | null, service: string | null, category: string | null) =>
    logTypesOf({ product, service, category });
  assert.deepEqual(of('aws', 'cloudtrail', null), ['aws.cloudtrail']);
  assert.deepEqual(of('aws', 'guardduty', null), ['aws.guardduty']);
  assert.deepEqual(of(null, null, 'webserver'), ['app.access', 'aws.alb', 'aws.clb', 'aws.cloudfront']);
  assert.deepEqual(of('aws', null, 'dns'), ['aws.route53resolver']);
  assert.deepEqual(of('windows', null, 'process_creation'), []);
  assert.deepEqual(of('linux', 'auditd', null), []);
  assert.deepEqual(of('constructor', '__proto__', 'toString'), []);
  assert.deepEqual(of('trailwatch', 'syslog', null), ['syslog']);
  assert.equal(of(null, null, null), 'any');
  const detector = createDetector(parseRules(simple, 'f.yml').rules);
  assert.equal(detector.match(eventOf({ a: 'x' }, {}, 'aws.cloudtrail')).length, 1);
  assert.equal(detector.match(eventOf({ a: 'x' }, {}, 'app.json')).length, 0);
  const anywhere = createDetector(parseRules(simple.replace(/logsource:.*/, 'logsource: {}'), 'f.yml').rules);
  assert.equal(anywhere.match(eventOf({ a: 'x' }, {}, 'app.json')).length, 1);
});

test('folders are read recursively, and a path that cannot be read is an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  try {
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep', 'a.yml'), simple.replace('id: r\n', ''));
    await writeFile(join(folder, 'b.yaml'), simple);
    await writeFile(join(folder, 'readme.md'), 'no rule');
    const load = await loadRules([folder, join(folder, 'b.yaml')]);
    assert.deepEqual(load.rules.map(({ id }) => id).toSorted(), ['a', 'r']);
    assert.deepEqual(load.refused, []);
    await assert.rejects(loadRules([join(folder, 'nowhere')]), { code: 'TW_INPUT_UNREADABLE' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Text that is nearly a rule: pieces of valid and invalid documents in any order. */
const pieces = fc.constantFrom(
  'title: t\n',
  'id: r\n',
  'logsource: {product: aws}\n',
  'detection:\n',
  '  s:\n',
  '    a|contains: x\n',
  '    a|re: (\n',
  '    b: [1, null]\n',
  '  s: x\n',
  '  condition: s\n',
  '  condition: 1 of s*\n',
  '  condition: (s\n',
  'level: low\n',
  '---\n',
  '- a\n',
  'filter: {}\n',
  'correlation: {}\n',
  'correlation:\n  type: temporal\n',
  'trailwatch: {samples: 1}\n',
  '? [a]\n',
  '<<: *a\n',
  '&a ',
  '*a\n',
  '\t',
  '"',
  '{',
  '}',
  '%',
  '|\n',
  '!!binary x\n',
  '__proto__: 1\n',
  'sigma-version: 3\n',
  '    c[any]:\n      d: 1\n',
  '    constructor|all: x\n',
);

test('any text at all ends in rules or coded problems', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(pieces, { maxLength: 20 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { rules, refused } = parseRules(text, 'f.yml');
      const detector = createDetector(rules);
      detector.match(eventOf({ a: 'x' }));
      for (const { code, line } of refused) {
        assert.ok(Object.hasOwn(errorCodes, code));
        assert.ok(line === null || line >= 1);
      }
    }),
    { numRuns: 500 },
  );
});
