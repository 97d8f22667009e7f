import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDetector } from '../../src/detect/detector.ts';
import type { Rule } from '../../src/detect/rule.ts';
import { generateOrganisation } from '../../src/demo/generate.ts';
import type { Event } from '../../src/event/event.ts';
import { sharedData, skipWithout } from '../support/parts.ts';
import { eventsOfFile, eventsOfText, isAlert, loadPack, ruleName } from '../support/rule-pack.ts';

test('at most 8 alerts over five minutes of real, ordinary CloudTrail', {
  skip: skipWithout('shared data'),
}, async (context) => {
  const events = await eventsOfFile(
    join(sharedData, 'cloudtrail', 'opensearch-catalog', 'cloudtrail-5min.ndjson'),
  );
  assert.equal(events.length, 840);
  const counts = countMatches((await loadPack()).rules, events);
  for (const [rule, count] of counts) context.diagnostic(`${rule.severity} ${ruleName(rule)}: ${count}`);
  const alerts = [...counts].filter(([rule]) => isAlert(rule.severity));
  const total = alerts.reduce((sum, [, count]) => sum + count, 0);
  context.diagnostic(`${total} findings of medium severity or higher in ${events.length} events`);
  assert.ok(total <= 8, `${total} alerts`);
});

test('over a simulated organisation at work no rule fires on 1% of events, and alerts are rare', async (context) => {
  const startMs = Date.UTC(2026, 10, 16);
  const events: Event[] = [];
  const options = { seed: 7, startMs, endMs: startMs + 5 * 86_400_000, totalEvents: 10_000, attacks: false };
  const lines = new Map<string, string[]>();
  for (const { logType, text } of generateOrganisation(options)) {
    const ofType = lines.get(logType);
    if (ofType === undefined) lines.set(logType, [text]);
    else ofType.push(text);
  }
  for (const [logType, ofType] of lines) events.push(...(await eventsOfText(ofType.join('\n'), logType)));
  const counts = countMatches((await loadPack()).rules, events);
  for (const [rule, count] of counts) context.diagnostic(`${rule.severity} ${ruleName(rule)}: ${count}`);
  const loud = [...counts].filter(([, count]) => count > events.length / 100);
  assert.deepEqual(
    loud.map(([rule, count]) => `${ruleName(rule)}: ${count} of ${events.length}`),
    [],
  );
  const alerts = [...counts].filter(([rule]) => isAlert(rule.severity));
  const total = alerts.reduce((sum, [, count]) => sum + count, 0);
  context.diagnostic(`${total} findings of medium severity or higher in ${events.length} events`);
  assert.ok(total <= events.length / 1000, `${total} alerts in ${events.length} events`);
});

function countMatches(rules: readonly Rule[], events: readonly Event[]): ReadonlyMap<Rule, number> {
  const detector = createDetector(rules);
  const counts = new Map<Rule, number>();
  for (const event of events) {
    for (const rule of detector.match(event)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}
