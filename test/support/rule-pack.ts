import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createDetector } from '../../src/detect/detector.ts';
import { loadRules } from '../../src/detect/load-rules.ts';
import type { Rule, RuleLoad } from '../../src/detect/rule.ts';
import type { Event, Severity } from '../../src/event/event.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { decodeObject } from '../../src/parsers/decode.ts';
import { defaultDecodeLimits } from '../../src/parsers/parser.ts';
import { projectRoot } from './parts.ts';

export const rulesFolder = join(projectRoot, 'rules');

export function loadPack(): Promise<RuleLoad> {
  return loadRules([rulesFolder]);
}

/** The path below rules/, without its ending: how tests and their golden files name a rule. */
export function ruleName(rule: Rule): string {
  return rule.file.slice(rulesFolder.length + 1).replace(/\.yml$/, '');
}

/** Whether a finding of this severity asks for somebody's attention. */
export function isAlert(severity: Severity): boolean {
  return severity === 'medium' || severity === 'high' || severity === 'critical';
}

/** How many of the events each rule matches; rules that match none are left out. */
export function countMatches(rules: readonly Rule[], events: readonly Event[]): ReadonlyMap<Rule, number> {
  const detector = createDetector(rules);
  const counts = new Map<Rule, number>();
  for (const event of events) {
    for (const rule of detector.match(event)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** Every event of a file, through the same decoding and normalising as in the pipeline. */
export async function eventsOfFile(path: string): Promise<readonly Event[]> {
  return readEvents(createReadStream(path), path);
}

export async function eventsOfText(text: string, name: string): Promise<readonly Event[]> {
  return eventsOfBytes(Buffer.from(text), name);
}

export async function eventsOfBytes(bytes: Uint8Array, name: string): Promise<readonly Event[]> {
  return readEvents(one(bytes), name);
}

async function readEvents(content: AsyncIterable<Uint8Array>, name: string): Promise<readonly Event[]> {
  const events: Event[] = [];
  for await (const parsed of decodeObject(content, { name, limits: defaultDecodeLimits })) {
    for (const item of parsed) {
      if (item.kind === 'dead_letter') throw new Error(`${name}: ${item.deadLetter.message}`);
      events.push(normalize(item.record).event);
    }
  }
  return events;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
