import assert from 'node:assert/strict';
import { createReadStream, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { Event } from '../../src/event/event.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { decodeObject } from '../../src/parsers/decode.ts';
import { unknownFields } from '../../src/parsers/drift.ts';
import { jsonFormats } from '../../src/parsers/json-formats.ts';
import { defaultDecodeLimits } from '../../src/parsers/parser.ts';

const inputs = globSync(join(import.meta.dirname, 'testdata/*.{json,jsonl,ndjson}')).filter(
  (path) => !path.endsWith('.golden.json'),
);
const seen = new Set<string>();

for (const input of inputs.toSorted()) {
  test(basename(input), async (t) => {
    const found: unknown[] = [];
    for await (const batch of decodeObject(createReadStream(input), {
      name: basename(input),
      limits: defaultDecodeLimits,
    })) {
      for (const parsed of batch) {
        if (parsed.kind === 'dead_letter') assert.fail(parsed.deadLetter.message);
        const { event, nativeKey } = normalize(parsed.record);
        seen.add(event.logType);
        found.push({
          logType: event.logType,
          columns: filledColumns(event),
          nativeKey,
          entities: event.entities,
          unknownFields: unknownFields(event),
          rawIsJson: event.rawIsJson,
          rawHead: Buffer.from(event.raw).toString().slice(0, 60),
        });
      }
    }
    t.assert.fileSnapshot(found, input.replace(/\.\w+$/, '.golden.json'));
  });
}

test('every JSON format has a fixture here', () => {
  const expected = [...jsonFormats.map(({ logType }) => logType), 'aws.eventbridge', 'aws.sns', 'app.json'];
  assert.deepEqual(
    expected.filter((logType) => !seen.has(logType)),
    [],
  );
});

/** Absent columns left out; times readable. */
function filledColumns({ columns }: Event): Record<string, unknown> {
  const filled = Object.entries(columns).filter(
    ([, value]) => value !== '' && value !== null && value.length !== 0,
  );
  return {
    ...Object.fromEntries(filled),
    time: columns.time === null ? null : new Date(columns.time).toISOString(),
  };
}
