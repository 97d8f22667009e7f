import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { createDetector, type Detector } from '../../detect/detector.ts';
import { loadRules } from '../../detect/load-rules.ts';
import { decodeObject } from '../../parsers/decode.ts';
import { defaultDecodeLimits } from '../../parsers/parser.ts';
import { normalize } from '../../normalize/normalize.ts';
import { defaultMix, generateOrganisation } from '../generate.ts';
import { packObjects } from '../pack-objects.ts';
import type { SimulatedRecord } from '../record.ts';

const startMs = Date.UTC(2026, 10, 18);
let detector: Detector;

before(async () => {
  const { rules } = await loadRules([join(import.meta.dirname, '..', '..', '..', 'rules')]);
  assert.ok(rules.length > 0);
  detector = createDetector(rules);
});

/** Files of the rules that match, without extension, by record; severities beside. */
async function matchesOf(
  records: readonly SimulatedRecord[],
): Promise<{ readonly topic: string; readonly severity: string }[]> {
  const matches: { topic: string; severity: string }[] = [];
  for (const { key, bytes } of packObjects(records, { seed: 1, windowMs: 86_400_000, objectBytesMax: 1e7 })) {
    const content = (async function* () {
      yield bytes;
    })();
    for await (const step of decodeObject(content, { name: key, limits: defaultDecodeLimits })) {
      for (const item of step) {
        if (item.kind !== 'record') continue;
        for (const { file, severity } of detector.match(normalize(item.record).event)) {
          matches.push({ topic: basename(file, '.yml'), severity });
        }
      }
    }
  }
  return matches;
}

test('the built-in rules see each step that they are said to see', async () => {
  const records = [
    ...generateOrganisation({
      seed: 1,
      startMs,
      endMs: startMs + 86_400_000,
      totalEvents: 10,
      attacks: true,
    }),
  ];
  for (const record of records) {
    const expected = record.label?.topics ?? [];
    if (expected.length === 0) continue;
    const raised = new Set((await matchesOf([record])).map(({ topic }) => topic));
    for (const topic of expected) {
      assert.ok(raised.has(topic), `${record.label?.step}: ${topic} is not among ${[...raised].join(', ')}`);
    }
  }
});

test('an ordinary day raises next to nothing', async () => {
  const ordinary = [
    ...generateOrganisation({
      seed: 1,
      startMs,
      endMs: startMs + 86_400_000,
      totalEvents: 10_000,
      attacks: false,
      mix: defaultMix,
    }),
  ];
  const serious = (await matchesOf(ordinary)).filter(
    ({ severity }) => severity !== 'informational' && severity !== 'low',
  );
  assert.ok(serious.length <= 2, serious.map(({ topic }) => topic).join(', '));
});
