import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { sharedData, skipWithout } from '../support/parts.ts';
import { countMatches, eventsOfFile, isAlert, loadPack, ruleName } from '../support/rule-pack.ts';

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
