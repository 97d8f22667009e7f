import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { createDetector, type Detector } from '../../src/detect/detector.ts';
import { projectRoot, sharedData, skipWithout } from '../support/parts.ts';
import { eventsOfFile, isAlert, loadPack, ruleName } from '../support/rule-pack.ts';

const goldenFile = join(projectRoot, 'test', 'rules', 'testdata', 'labelled.golden.json');

const Result = z.strictObject({
  events: z.int(),
  /** Events that at least one rule of medium severity or higher matched. */
  alerted: z.int(),
  alerts: z.array(z.string()),
  /** Rules of low or informational severity that matched: seen, but nobody is called. */
  traces: z.array(z.string()),
});
type Result = z.infer<typeof Result>;
const Golden = z.record(z.string(), z.record(z.string(), Result));

const Label = z.looseObject({
  file: z.string(),
  technique: z.string().optional(),
  mitre_tactics: z.array(z.string()).nullish(),
});
type Label = z.infer<typeof Label>;

/** Each file of stratus/ replays one technique; of traildiscover/, one call that attackers are known to make. */
for (const set of ['stratus', 'traildiscover'] as const) {
  test(`attacks of ${set} are caught as before`, {
    skip: skipWithout('shared data'),
  }, async (context) => {
    const folder = join(sharedData, 'cloudtrail', set);
    const detector = createDetector((await loadPack()).rules);
    const labels = readLabels(join(folder, 'LABELS.ndjson'));
    const results: Record<string, Result> = {};
    for (const label of labels) results[label.file] = await detect(detector, join(folder, label.file));
    if (set === 'stratus') printTechniques(context, labels, results);
    else printTactics(context, labels, results);
    if (process.env.UPDATE_GOLDEN === '1') updateGolden(set, results);
    const expected = readGolden()[set];
    assert.deepEqual(
      results,
      expected,
      'catches changed: look at the difference, then run with UPDATE_GOLDEN=1 if it is wanted',
    );
  });
}

function readLabels(path: string): readonly Label[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => Label.parse(JSON.parse(line)));
}

async function detect(detector: Detector, path: string): Promise<Result> {
  const events = await eventsOfFile(path);
  const alerts = new Set<string>();
  const traces = new Set<string>();
  let alerted = 0;
  for (const event of events) {
    const rules = detector.match(event);
    if (rules.some(({ severity }) => isAlert(severity))) alerted += 1;
    for (const rule of rules) (isAlert(rule.severity) ? alerts : traces).add(ruleName(rule));
  }
  return { events: events.length, alerted, alerts: [...alerts].toSorted(), traces: [...traces].toSorted() };
}

function printTechniques(
  context: TestContext,
  labels: readonly Label[],
  results: Readonly<Record<string, Result>>,
): void {
  let caught = 0;
  for (const { file, technique = file } of labels) {
    const { events = 0, alerted = 0, alerts = [] } = results[file] ?? {};
    if (alerts.length > 0) caught += 1;
    const outcome = alerts.length === 0 ? 'MISSED' : alerts.join(', ');
    context.diagnostic(`${technique}: ${alerted} of ${events} events; ${outcome}`);
  }
  context.diagnostic(`${caught} of ${labels.length} techniques caught at medium severity or higher`);
}

/** By first tactic, as one call may serve several. */
function printTactics(
  context: TestContext,
  labels: readonly Label[],
  results: Readonly<Record<string, Result>>,
): void {
  const tactics = new Map<string, { calls: number; caught: number; traced: number; missed: string[] }>();
  for (const { file, mitre_tactics } of labels) {
    const tactic = mitre_tactics?.[0]?.split(' - ')[1] ?? 'none named';
    const row = tactics.get(tactic) ?? { calls: 0, caught: 0, traced: 0, missed: [] };
    tactics.set(tactic, row);
    row.calls += 1;
    const { alerts = [], traces = [] } = results[file] ?? {};
    if (alerts.length > 0) row.caught += 1;
    else if (traces.length > 0) row.traced += 1;
    else row.missed.push(file.replace(/\.json\.cloudtrail$/, ''));
  }
  for (const [tactic, { calls, caught, traced, missed }] of tactics) {
    const rest = missed.length > 12 ? `${missed.length} calls` : missed.join(', ');
    context.diagnostic(
      `${tactic}: ${caught} of ${calls} alerted, ${traced} traced; unseen: ${rest || 'none'}`,
    );
  }
}

function readGolden(): z.infer<typeof Golden> {
  return Golden.parse(JSON.parse(readFileSync(goldenFile, 'utf8')));
}

function updateGolden(set: string, results: Readonly<Record<string, Result>>): void {
  writeFileSync(goldenFile, `${JSON.stringify({ ...readGolden(), [set]: results }, null, 1)}\n`);
}
