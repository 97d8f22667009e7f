import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogue } from './catalogue/catalogue.ts';
import { type GenerateOptions, generateOrganisation, type Mix } from './generate.ts';
import type { SimulatedRecord } from './record.ts';
import { scenarios } from './scenarios/play-attacks.ts';

const dayMs = 86_400_000;
const wednesday = Date.UTC(2026, 10, 18);
const base: GenerateOptions = {
  seed: 1,
  startMs: wednesday,
  endMs: wednesday + dayMs,
  totalEvents: 2000,
  attacks: false,
};
const onlyCloudTrail: Mix = { cloudtrail: 1 };

function generate(options: Partial<GenerateOptions>): SimulatedRecord[] {
  return [...generateOrganisation({ ...base, ...options })];
}

function digest(records: readonly SimulatedRecord[]): string {
  const hash = createHash('sha256');
  for (const { feed, timeMs, accountId, region, text } of records)
    hash.update(`${feed} ${timeMs} ${accountId} ${region} ${text}\n`);
  return hash.digest('hex');
}

test('the same options give the same bytes', (t) => {
  const records = generate({ attacks: true });
  assert.equal(digest(records), digest(generate({ attacks: true })));
  assert.notEqual(digest(records), digest(generate({ attacks: true, seed: 2 })));
  t.assert.fileSnapshot(
    { records: records.length, sha256: digest(records) },
    `${import.meta.dirname}/testdata/seed-1.golden.json`,
  );
});

test('records come in order of time, inside the span, as many as asked for', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 20 * dayMs }),
      fc.integer({ min: 0, max: 3000 }),
      (seed, spanMs, totalEvents) => {
        const records = generate({ seed, endMs: wednesday + spanMs, totalEvents });
        assert.equal(records.length, totalEvents);
        let previous = wednesday;
        for (const { timeMs } of records) {
          assert.ok(timeMs >= previous && timeMs < wednesday + spanMs);
          previous = timeMs;
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('a rate is kept on average', () => {
  assert.equal(
    generate({ totalEvents: undefined, eventsPerSecond: 20, endMs: wednesday + 600_000 }).length,
    12_000,
  );
});

test('the mix is kept, and only its feeds come', () => {
  const records = generate({ mix: { cloudtrail: 3, flow: 1 }, totalEvents: 8000 });
  const cloudTrail = records.filter(({ feed }) => feed === 'cloudtrail').length;
  assert.ok(Math.abs(cloudTrail - 6000) < 300, String(cloudTrail));
  assert.deepEqual(new Set(records.map(({ feed }) => feed)), new Set(['cloudtrail', 'flow']));
});

test('impossible options are refused with a code', () => {
  const refused = { code: 'TW_USAGE' };
  assert.throws(() => generate({ endMs: wednesday }), refused);
  assert.throws(() => generate({ eventsPerSecond: 1 }), refused);
  assert.throws(() => generate({ totalEvents: undefined }), refused);
  assert.throws(() => generate({ mix: {} }), refused);
});

test('CloudTrail has the size, the long tail and the failures of the real thing', () => {
  const paths = new Set<string>();
  const operations = new Set<string>();
  const services = new Set<string>();
  const eventIds = new Set<string>();
  let bytes = 0;
  let failed = 0;
  const records = generate({ mix: onlyCloudTrail, totalEvents: 25_000, endMs: wednesday + 10 * dayMs });
  for (const { text, timeMs, accountId, region } of records) {
    bytes += Buffer.byteLength(text);
    const event = JSON.parse(text);
    collectPaths(event, '', paths);
    services.add(event.eventSource);
    operations.add(`${event.eventSource} ${event.eventName}`);
    eventIds.add(event.eventID);
    if (event.errorMessage !== undefined) failed += 1;
    assert.equal(Date.parse(event.eventTime), Math.floor(timeMs / 1000) * 1000);
    assert.equal(event.recipientAccountId, accountId);
    assert.equal(event.awsRegion, region);
    assert.match(event.userIdentity.type, /^(AssumedRole|AWSService|IAMUser)$/);
  }
  const mean = bytes / records.length;
  assert.ok(mean > 1200 && mean < 1400, `mean size ${mean}`);
  assert.ok(paths.size > 2000, `${paths.size} paths`);
  assert.ok(operations.size > 250, `${operations.size} operations`);
  assert.ok(services.size >= 40, `${services.size} services`);
  assert.ok(failed / records.length > 0.005 && failed / records.length < 0.05, `${failed} failures`);
  assert.equal(eventIds.size, records.length);
});

test('every operation of the catalogue can be written as JSON', () => {
  const seen = new Set<string>();
  for (const { text } of generate({ mix: onlyCloudTrail, totalEvents: 20_000, seed: 9 })) {
    const { eventSource, eventName } = JSON.parse(text);
    seen.add(`${eventSource} ${eventName}`);
  }
  const all = new Set(catalogue.map(({ service, name }) => `${service} ${name}`));
  assert.ok(seen.size > 0.6 * all.size, `${seen.size} of ${all.size}`);
  assert.deepEqual(seen.difference(all), new Set());
});

test('days are busier than nights', () => {
  const perHour = Array.from({ length: 24 }, () => 0);
  for (const { timeMs } of generate({ mix: onlyCloudTrail, totalEvents: 20_000 })) {
    const hour = Math.floor((timeMs - wednesday) / 3_600_000);
    perHour[hour] = (perHour[hour] ?? 0) + 1;
  }
  assert.ok((perHour[15] ?? 0) > 1.7 * (perHour[3] ?? 0), perHour.join(' '));
});

test('each attack is there, labelled, and its labels name records that exist', () => {
  const records = generate({ attacks: true });
  const labelled = records.filter(({ label }) => label !== undefined);
  assert.equal(records.length, 2000 + labelled.length);
  assert.deepEqual(
    new Set(labelled.map(({ label }) => label?.scenario)),
    new Set(scenarios.map(({ name }) => name)),
  );
  for (const { label, text } of labelled) {
    assert.match(label?.technique ?? '', /^T\d{4}(\.\d{3})?$/);
    if (label?.eventId !== '') assert.ok(text.includes(label?.eventId ?? '?'));
  }
  assert.ok(labelled.some(({ label }) => label?.topics.includes('cloudtrail-stopped')));
});

test('a span too short for an attack speeds it up', () => {
  const records = generate({ attacks: true, endMs: wednesday + 600_000, totalEvents: 100 });
  assert.ok(records.every(({ timeMs }) => timeMs < wednesday + 600_000));
  assert.ok(records.some(({ label }) => label?.topics.includes('snapshot-shared')));
});

function collectPaths(value: unknown, path: string, paths: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectPaths(item, `${path}[]`, paths);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) collectPaths(item, `${path}.${key}`, paths);
  } else paths.add(path);
}
