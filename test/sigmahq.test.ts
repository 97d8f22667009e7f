import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createDetector } from '../src/detect/detector.ts';
import { parseRules } from '../src/detect/load-rules.ts';
import type { RuleLoad, RuleProblem } from '../src/detect/rule.ts';
import { eventOf } from '../src/detect/testing.ts';
import type { Fields } from '../src/event/event.ts';

/**
 * The whole of SigmaHQ's rules against the engine. The rules are not part of the project (their licence asks for more than a
 * notice), so without the folder of sample data beside it there is nothing to test.
 */
const data = join(import.meta.dirname, '..', '..', 'shared', 'data');
const [archive] = existsSync(data) ? globSync(join(data, 'sigma', '*.tar.gz')) : [];
const reason = archive === undefined ? `no SigmaHQ archive at ${join(data, 'sigma')}` : false;
const goldenPath = join(import.meta.dirname, 'testdata', 'sigmahq-refused.golden.json');
const refusedMax = 40;

interface Loaded {
  readonly documents: number;
  readonly loads: readonly RuleLoad[];
  readonly refused: readonly RuleProblem[];
}

const loaded: Loaded = archive === undefined ? { documents: 0, loads: [], refused: [] } : load(archive);

test('all rules compile, or are refused with a coded reason that is on the list', { skip: reason }, () => {
  assert.equal(loaded.documents, 3_780);
  const compiled = loaded.loads.reduce((sum, { rules }) => sum + rules.length, 0);
  assert.equal(compiled + loaded.refused.length, loaded.documents);
  const refused = loaded.refused.map(({ file, line, code, message }) => ({ file, line, code, message }));
  assert.ok(refused.length <= refusedMax, `${refused.length} rules are refused`);
  assert.deepEqual(refused, JSON.parse(readFileSync(goldenPath, 'utf8')));
});

test('rules match the real events that they describe, and no others', { skip: reason }, () => {
  const rules = loaded.loads.flatMap((one) => one.rules);
  const detector = createDetector(rules);
  const events = globSync(join(data, 'cloudtrail', 'traildiscover', '*.cloudtrail')).flatMap((file) =>
    records(file),
  );
  assert.ok(events.length > 200);
  const titles = new Map<string, Set<string>>();
  for (const fields of events) {
    const name = String(fields['eventName']);
    const found = titles.get(name) ?? new Set();
    for (const { title } of detector.match(eventOf(fields))) found.add(title);
    titles.set(name, found);
  }
  const matched = (name: string): readonly string[] => [...(titles.get(name) ?? [])];
  assert.ok(matched('StopLogging').includes('AWS CloudTrail Important Change'));
  assert.ok(matched('StopConfigurationRecorder').includes('AWS Config Disabling Channel/Recorder'));
  // The rule asks for a success, the event was refused.
  assert.ok(titles.has('DeleteFlowLogs') && !matched('DeleteFlowLogs').includes('AWS VPC Flow Logs Deleted'));
  assert.deepEqual(matched('DescribeInstances'), []);
});

function load(file: string): Loaded {
  const files = untar(gunzipSync(readFileSync(file))).filter(({ name }) => name.endsWith('.yml'));
  // Each file is loaded alone: SigmaHQ keeps some ids in two folders.
  const loads = files.map(({ name, text }) => parseRules(text, name));
  return { documents: files.length, loads, refused: loads.flatMap(({ refused }) => refused) };
}

/** A tar archive's plain files, in the order of their names; long names stand in an entry of their own before the file's. */
function untar(bytes: Buffer): readonly { readonly name: string; readonly text: string }[] {
  const files: { name: string; text: string }[] = [];
  let longName = '';
  for (let at = 0; at + 512 <= bytes.length; ) {
    const field = (start: number, length: number): string =>
      bytes.toString('latin1', at + start, at + start + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8) || 0;
    const text = bytes.toString('utf8', at + 512, at + 512 + size);
    const type = field(156, 1);
    if (type === 'L') longName = text.replace(/\0.*$/s, '');
    else if (type === 'x') longName = /^\d+ path=(.*)$/m.exec(text)?.[1] ?? '';
    else {
      const prefix = field(345, 155);
      const name = longName || (prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`);
      if (type === '0' || type === '') files.push({ name, text });
      longName = '';
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function records(file: string): readonly Fields[] {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => (isFields(item) ? [item] : []));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
