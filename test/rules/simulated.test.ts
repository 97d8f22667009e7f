import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GenerateOptions, generateOrganisation } from '../../src/demo/generate.ts';
import { packObjects } from '../../src/demo/pack-objects.ts';
import type { SimulatedRecord } from '../../src/demo/record.ts';
import { createDetector } from '../../src/detect/detector.ts';
import type { Event } from '../../src/event/event.ts';
import { countMatches, eventsOfBytes, isAlert, loadPack, ruleName } from '../support/rule-pack.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 16);

test('over a simulated organisation at work no rule fires on 1% of events, and alerts are rare', async (context) => {
  const options = { seed: 7, startMs, endMs: startMs + 5 * dayMs, totalEvents: 12_000, attacks: false };
  const { events } = await simulate(options);
  const counts = countMatches((await loadPack()).rules, events);
  for (const [rule, count] of counts) context.diagnostic(`${rule.severity} ${ruleName(rule)}: ${count}`);
  const loud = [...counts].filter(([, count]) => count > events.length / 100);
  assert.deepEqual(
    loud.map(([rule, count]) => `${ruleName(rule)}: ${count} of ${events.length}`),
    [],
  );
  // GuardDuty's own findings stand apart: the rules pass on what it says.
  const alerts = [...counts].filter(
    ([rule]) => isAlert(rule.severity) && !ruleName(rule).includes('guardduty/'),
  );
  const total = alerts.reduce((sum, [, count]) => sum + count, 0);
  context.diagnostic(`${total} findings of medium severity or higher in ${events.length} events`);
  assert.ok(total <= events.length / 1000, `${total} alerts in ${events.length} events`);
});

test('the steps of simulated attacks are caught by the rules that their labels name', async (context) => {
  const options = { seed: 7, startMs, endMs: startMs + dayMs, totalEvents: 2000, attacks: true };
  const { events, records } = await simulate(options);
  const { rules } = await loadPack();
  const detector = createDetector(rules);
  const names = new Set(rules.map((rule) => stem(ruleName(rule))));
  const byId = new Map(events.map((event) => [event.columns.event_id, event]));
  const steps = records.flatMap(({ label }) => (label === undefined || label.eventId === '' ? [] : [label]));
  assert.ok(steps.length > 0, 'no labelled step');
  const missed = new Set<string>();
  const unnamed = new Set<string>();
  for (const { scenario, step, eventId, topics } of steps) {
    const event = byId.get(eventId);
    assert.ok(event !== undefined, `${scenario}, ${step}: the record was not read back`);
    const caught = new Set(detector.match(event).map((rule) => stem(ruleName(rule))));
    for (const topic of topics) {
      if (!names.has(topic)) unnamed.add(topic);
      else if (!caught.has(topic)) missed.add(`${scenario}, ${step}: ${topic}`);
    }
  }
  for (const topic of unnamed) context.diagnostic(`no rule is called ${topic}`);
  assert.deepEqual([...missed], []);
});

interface Simulated {
  readonly records: readonly SimulatedRecord[];
  readonly events: readonly Event[];
}

/** Generated, packed into objects as their services deliver them, and read back. */
async function simulate(options: GenerateOptions): Promise<Simulated> {
  const records = [...generateOrganisation(options)];
  const events: Event[] = [];
  const packing = { seed: options.seed, windowMs: dayMs, objectBytesMax: 4 * 1024 ** 2 };
  for (const { key, bytes } of packObjects(records, packing))
    events.push(...(await eventsOfBytes(bytes, key)));
  assert.equal(events.length, records.length);
  return { records, events };
}

function stem(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
