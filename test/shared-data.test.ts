import assert from 'node:assert/strict';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { decodeObject } from '../src/parsers/decode.ts';
import { defaultDecodeLimits } from '../src/parsers/parser.ts';
import { normalize } from '../src/normalize/normalize.ts';

const root = join(import.meta.dirname, '../../shared/data');
const goldenPath = join(import.meta.dirname, 'testdata/shared-data.golden.json');
/** Not logs: rules, and what describes the samples. */
const aside = /^(?:sigma|MANIFEST\.md$|sigma-feature-usage\.json$)|(?:^|\/)(?:LABELS|INDEX)\.ndjson$/;

interface Outcome {
  readonly records: Readonly<Record<string, number>>;
  readonly deadLetters: Readonly<Record<string, number>>;
  /** What explains the dead letters. */
  readonly why?: string;
}

const missing = existsSync(root) ? false : `the sample logs are not here: ${root}`;

test('every sample log gives the expected records, and no unexplained dead letter', {
  skip: missing,
}, async (t) => {
  const golden: Readonly<Record<string, Outcome>> = JSON.parse(readFileSync(goldenPath, 'utf8'));
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !aside.test(file))
    .toSorted();
  assert.deepEqual(files, Object.keys(golden).toSorted(), 'the table names every file');
  for (const file of files) {
    await t.test(file, async () => {
      const { why, ...expected } = golden[file] ?? assert.fail(`${file} is not in the table`);
      const found = await outcomeOf(join(root, file));
      assert.deepEqual(found, expected);
      assert.equal(Object.keys(found.deadLetters).length > 0, why !== undefined, 'a dead letter needs a why');
    });
  }
});

async function outcomeOf(path: string): Promise<Outcome> {
  const records: Record<string, number> = {};
  const deadLetters: Record<string, number> = {};
  for await (const batch of decodeObject(createReadStream(path), {
    name: path,
    limits: defaultDecodeLimits,
  })) {
    for (const parsed of batch) {
      if (parsed.kind === 'record') {
        const { event } = normalize(parsed.record);
        assert.ok(event.raw.length > 0);
        records[event.logType] = (records[event.logType] ?? 0) + 1;
      } else {
        const { code } = parsed.deadLetter;
        deadLetters[code] = (deadLetters[code] ?? 0) + 1;
      }
    }
  }
  return { records, deadLetters };
}
