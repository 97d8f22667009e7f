import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { z } from 'zod';
import { lintRules } from '../../src/detect/lint-rules.ts';
import { parseRules } from '../../src/detect/load-rules.ts';
import type { Rule, RuleLoad, RuleSample } from '../../src/detect/rule.ts';
import { runSamples } from '../../src/detect/run-samples.ts';
import { findingSentence } from '../../src/detect/sentence.ts';
import type { Event } from '../../src/event/event.ts';
import type { LogType } from '../../src/event/log-types.ts';
import { jsonFormats } from '../../src/parsers/json-formats.ts';
import { knownFieldsOf, knownPathsOf } from '../../src/parsers/known-fields.ts';
import { makeSampleEvent } from '../../src/pipeline/sample-event.ts';
import { eventsOfText, loadPack, ruleName, rulesFolder } from '../support/rule-pack.ts';

/** Rows of the list of behaviours to cover that one event is enough for; README.md says which rule covers which. */
const singleEventRows = [
  5, 6, 11, 12, 13, 15, 20, 21, 22, 23, 24, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36, 37, 40, 41, 42, 43, 44,
  45, 46, 47, 48, 53, 57, 58, 61, 63,
];

suite('the rule pack', () => {
  let load: RuleLoad;
  before(async () => {
    load = await loadPack();
  });

  test('every rule compiles, and lint has nothing to say', () => {
    const report = lintRules(load, { knownFields: knownPathsOf });
    assert.deepEqual(report.refused, []);
    assert.deepEqual(
      report.warnings.map(({ file, code, message }) => `${file}: ${code} ${message}`),
      [],
    );
    assert.ok(report.compiled >= 45, `${report.compiled} rules`);
  });

  test('every rule says what an analyst needs', () => {
    const lacks = load.rules.flatMap((rule) =>
      missingParts(rule).map((part) => `${ruleName(rule)}: ${part}`),
    );
    assert.deepEqual(lacks, []);
  });

  test('titles are unique', () => {
    const titles = load.rules.map(({ title }) => title);
    assert.deepEqual(
      titles.filter((title, index) => titles.indexOf(title) !== index),
      [],
    );
  });

  test('samples match and do not match as they say, read by the parsers', async () => {
    const events = await sampleEvents(load.rules);
    const report = runSamples(load.rules, (sample) => {
      const event = events.get(sample);
      if (event === undefined) throw new Error('not read');
      return event;
    });
    assert.deepEqual(
      report.failures.map(({ file, sample, message }) => `${file}: '${sample}' ${message}`),
      [],
    );
    assert.deepEqual(report.untested, []);
  });

  test('the sentence of every matching sample names who and where', async () => {
    const events = await sampleEvents(load.rules);
    for (const rule of load.rules) {
      const [sample] = rule.samples.match;
      const event = sample === undefined ? undefined : events.get(sample);
      assert.ok(event !== undefined);
      const sentence = findingSentence(rule, event);
      const unknown = sentence.match(/(?<![^\s("])\?(?![^\s).,:])/g)?.length ?? 0;
      assert.ok(unknown <= 2, `${ruleName(rule)}: ${sentence}`);
    }
  });

  test('README.md lists every rule, and a rule for every row that needs one event', () => {
    const rows = readmeRows();
    const listed = new Set(rows.flatMap(({ rules }) => rules));
    assert.deepEqual(
      [...listed].filter((name) => !existsSync(join(rulesFolder, name))),
      [],
      'links to no rule',
    );
    const files = load.rules.map((rule) => `${ruleName(rule)}.yml`);
    assert.deepEqual(
      files.filter((file) => !listed.has(file)),
      [],
      'rules that README.md leaves out',
    );
    const covered = new Set(rows.filter(({ rules }) => rules.length > 0).map(({ row }) => row));
    assert.deepEqual(
      singleEventRows.filter((row) => !covered.has(row)),
      [],
      'rows without a rule',
    );
  });

  test('the filter in README.md applies to its rule', () => {
    const [, filter = ''] = /```yaml\n(.*?)```/s.exec(readme()) ?? [];
    const texts = load.rules.map(({ text }) => text);
    const { filters, refused } = parseRules([...texts, filter].join('\n---\n'), 'README.md');
    assert.deepEqual(refused, []);
    assert.deepEqual(
      filters.map(({ applied }) => applied),
      [1],
    );
  });

  test('README.md states the catches that the golden file holds', () => {
    const sets = Golden.parse(JSON.parse(readFileSync(goldenFile, 'utf8')));
    const counts = Object.values(sets.stratus);
    const caught = counts.filter(({ alerts }) => alerts.length > 0).length;
    assert.ok(readme().includes(`| ${caught} caught at medium or higher |`), `stratus: ${caught}`);
    const calls = Object.values(sets.traildiscover);
    const alerted = calls.filter(({ alerts }) => alerts.length > 0).length;
    const traced = calls.filter(({ alerts, traces }) => alerts.length === 0 && traces.length > 0).length;
    assert.ok(
      readme().includes(`| ${alerted} alerted, ${traced} traced |`),
      `traildiscover: ${alerted}, ${traced}`,
    );
  });
});

const goldenFile = join(import.meta.dirname, 'testdata', 'labelled.golden.json');
const Results = z.record(
  z.string(),
  z.looseObject({ alerts: z.array(z.string()), traces: z.array(z.string()) }),
);
const Golden = z.object({ stratus: Results, traildiscover: Results });

function readme(): string {
  return readFileSync(join(rulesFolder, 'README.md'), 'utf8');
}

function missingParts(rule: Rule): readonly string[] {
  const wanted: readonly (readonly [string, boolean])[] = [
    [
      'an id of its own (UUID version 4)',
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/.test(rule.id),
    ],
    ['a description of some length', rule.description.length >= 60],
    [
      'a reference to a vendor’s or project’s documentation',
      rule.references.some((url) => !url.includes('mitre.org')),
    ],
    ['an ATT&CK technique', rule.attack.some((id) => /^T\d{4}/.test(id))],
    ['an ATT&CK tactic', rule.attack.some((id) => !/^T\d{4}/.test(id))],
    ['author, date and status', rule.author === 'Trailwatch' && rule.date !== '' && rule.status !== ''],
    ['known false positives', rule.falsePositives.length > 0],
    ['a sentence', rule.sentence !== null],
    ['a reason for its severity', rule.severityReason.length >= 8],
    ['next steps', rule.nextSteps.length > 0],
    ['a sample that matches', rule.samples.match.length >= 1],
    ['two samples that do not', rule.samples.noMatch.length >= 2],
    ['a log type', rule.logTypes !== 'any' && rule.logTypes.length > 0],
  ];
  return wanted.filter(([, present]) => !present).map(([part]) => part);
}

const jsonTypes = new Set<LogType>(jsonFormats.map(({ logType }) => logType));

/** JSON records are decoded and recognised from their text; of the text formats a sample holds the parsed fields. */
async function sampleEvents(rules: readonly Rule[]): Promise<ReadonlyMap<RuleSample, Event>> {
  const events = new Map<RuleSample, Event>();
  for (const rule of rules) {
    for (const sample of [...rule.samples.match, ...rule.samples.noMatch]) {
      const logType = sample.logType ?? (rule.logTypes === 'any' ? undefined : rule.logTypes[0]);
      assert.ok(logType !== undefined);
      const where = `${ruleName(rule)}, '${sample.name}'`;
      if (!jsonTypes.has(logType)) {
        const known = knownFieldsOf(logType);
        const foreign = known === 'open' ? [] : Object.keys(sample.event).filter((name) => !known.has(name));
        assert.deepEqual(foreign, [], where);
        events.set(sample, makeSampleEvent(logType, sample.event));
        continue;
      }
      const [event, ...more] = await eventsOfText(JSON.stringify(sample.event), where);
      assert.ok(event !== undefined && more.length === 0, where);
      assert.equal(event.logType, logType, where);
      events.set(sample, event);
    }
  }
  return events;
}

interface ReadmeRow {
  readonly row: number | null;
  readonly rules: readonly string[];
}

/** Table lines whose first cell is a row number or a dash, with the rule files that they link to. */
function readmeRows(): readonly ReadmeRow[] {
  return [...readme().matchAll(/^\| *(\d+|–) *\|(.*)\|$/gm)].map(([, row = '', rest = '']) => ({
    row: row === '–' ? null : Number(row),
    rules: [...rest.matchAll(/\]\(([^)]+\.yml)\)/g)].map(([, path = '']) => path),
  }));
}
