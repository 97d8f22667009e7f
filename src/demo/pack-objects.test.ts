import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { decodeObject } from '../parsers/decode.ts';
import { defaultDecodeLimits } from '../parsers/parser.ts';
import { generateOrganisation } from './generate.ts';
import { packObjects } from './pack-objects.ts';
import { writeOrganisation } from './write-organisation.ts';

const startMs = Date.UTC(2026, 10, 18);
const options = { seed: 5, startMs, endMs: startMs + 6 * 3_600_000, totalEvents: 6000, attacks: true };

test('the parsers recognise every object, and nothing becomes a dead letter', async () => {
  const records = [...generateOrganisation(options)];
  const expected = new Map<string, number>();
  for (const { logType } of records) expected.set(logType, (expected.get(logType) ?? 0) + 1);
  const parsed = new Map<string, number>();
  for (const { key, bytes } of packObjects(records, { seed: 5, windowMs: 3_600_000, objectBytesMax: 1e6 })) {
    const content = (async function* () {
      yield bytes;
    })();
    for await (const step of decodeObject(content, { name: key, limits: defaultDecodeLimits })) {
      for (const item of step) {
        assert.equal(
          item.kind,
          'record',
          `${key}: ${item.kind === 'dead_letter' ? item.deadLetter.message : ''}`,
        );
        if (item.kind === 'record')
          parsed.set(item.record.logType, (parsed.get(item.record.logType) ?? 0) + 1);
      }
    }
  }
  // A stack trace may be told apart from the line before it: that is the text parser's own business.
  parsed.delete('app.text');
  expected.delete('app.text');
  assert.deepEqual(Object.fromEntries([...parsed].toSorted()), Object.fromEntries([...expected].toSorted()));
});

test('objects are written as their services name them, with the ground truth beside them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'trailwatch-demo-'));
  try {
    const result = await writeOrganisation(dir, options);
    const names = readdirSync(join(dir, 'logs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(dir, 'logs', name)).isFile(),
    );
    assert.equal(names.length, result.objects);
    const trail = names.find((name) => name.includes('CloudTrail')) ?? '';
    assert.match(
      trail,
      /^AWSLogs\/\d{12}\/CloudTrail\/[a-z0-9-]+\/2026\/11\/18\/\d{12}_CloudTrail_[a-z0-9-]+_20261118T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/,
    );
    assert.ok(
      Array.isArray(JSON.parse(gunzipSync(readFileSync(join(dir, 'logs', trail))).toString()).Records),
    );
    const labels = readFileSync(join(dir, 'labels.ndjson'), 'utf8').trim().split('\n');
    assert.equal(labels.length, result.labels);
    assert.equal(result.records, 6000 + result.labels);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
