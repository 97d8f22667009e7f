import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { asyncProperty, assert as check, constantFrom, oneof, string, uint8Array } from 'fast-check';
import { TrailwatchError } from '../base/errors.ts';
import { createDetector } from '../detect/detector.ts';
import { parseRules } from '../detect/load-rules.ts';
import { defaultDecodeLimits } from '../parsers/parser.ts';
import { type Processed, type ProcessOptions, processObject } from './process.ts';

async function* pieces(...contents: readonly (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const content of contents) yield typeof content === 'string' ? Buffer.from(content) : content;
}

async function run(content: AsyncIterable<Uint8Array>, options: Partial<ProcessOptions> = {}) {
  const object = processObject({
    content,
    name: 'test',
    modifiedMs: 1_780_000_000_000,
    limits: defaultDecodeLimits,
    enrich: () => undefined,
    ...options,
  });
  const results: Processed[] = (await Array.fromAsync(object.results)).flat();
  return { results, end: object.end() };
}

function eventsOf(results: readonly Processed[]) {
  return results.filter((result) => result.kind === 'event');
}

function deadLettersOf(results: readonly Processed[]) {
  return results.filter((result) => result.kind === 'dead_letter').map(({ deadLetter }) => deadLetter);
}

test('a chain carried on gives the ids of reading it all at once', async () => {
  const lines = ['level=info msg=a\n', 'level=info msg=a\n', 'level=info msg=b\n', 'level=info msg=a\n'];
  const whole = await run(pieces(lines.join('')));
  const first = await run(pieces(lines.slice(0, 2).join('')));
  const rest = await run(pieces(lines.slice(2).join('')), { chain: first.end.chain });
  const ids = (results: readonly Processed[]) =>
    eventsOf(results).map(({ id }) => Buffer.from(id).toString('hex'));
  assert.deepEqual([...ids(first.results), ...ids(rest.results)], ids(whole.results));
  assert.equal(new Set(ids(whole.results)).size, 4);
  assert.equal(rest.end.chain, whole.end.chain);
  assert.equal(whole.end.textType, 'app.logfmt');
});

test('the type is carried on for text alone, and not for plain text', async () => {
  assert.equal((await run(pieces('{"a":1}\n{"a":2}\n'))).end.textType, undefined);
  assert.equal((await run(pieces('just words\nmore words\n'))).end.textType, undefined);
  assert.equal((await run(pieces(''))).end.textType, undefined);
});

test('a record without an id of its own shows the one derived from its place', async () => {
  const [event] = eventsOf((await run(pieces('level=info msg=a\n'))).results);
  assert.equal(event?.event.columns.event_id, Buffer.from(event?.id ?? '').toString('hex'));
});

test('what cannot be opened is one dead letter and marked', async () => {
  const content = (async function* () {
    yield* [];
    throw new TrailwatchError('TW_INPUT_UNREADABLE', 'no such file');
  })();
  const { results, end } = await run(content);
  assert.deepEqual(
    deadLettersOf(results).map(({ code }) => code),
    ['TW_INPUT_UNREADABLE'],
  );
  assert.equal(end.unreadable, true);
});

test('what breaks off keeps its good records and is not unreadable', async () => {
  const content = (async function* () {
    yield Buffer.from('level=info msg=a\nlevel=info msg=b\n'.repeat(10_000));
    throw new TrailwatchError('TW_INPUT_UNREADABLE', 'the disk reports an error');
  })();
  const { results, end } = await run(content);
  assert.ok(eventsOf(results).length > 100);
  assert.equal(deadLettersOf(results).at(-1)?.code, 'TW_INPUT_UNREADABLE');
  assert.equal(end.unreadable, false);
});

test('a defect of ours in one record is a dead letter with its bytes, and the others go on', async () => {
  let calls = 0;
  const { results } = await run(pieces('level=info msg=a\nlevel=info msg=b\nlevel=info msg=c\n'), {
    enrich() {
      calls += 1;
      if (calls === 2) throw new Error('a defect');
    },
  });
  assert.equal(eventsOf(results).length, 2);
  const [letter] = deadLettersOf(results);
  assert.equal(letter?.code, 'TW_INTERNAL');
  assert.equal(Buffer.from(letter.bytes).toString(), 'level=info msg=b');
});

test('findings name the event as people know it, at its time or at the delivery’s', async () => {
  const { rules } = parseRules(
    `title: Any
id: 5b3f6d3e-6b1f-4d0e-9f43-3d6a6f0d7a11
logsource: { category: application }
detection: { selection: { level: info }, condition: selection }
level: low
`,
    'any.yml',
  );
  const { results } = await run(pieces('level=info msg=a\nlevel=info msg=a\n'), {
    detector: createDetector(rules),
  });
  const events = eventsOf(results);
  const findings = events.flatMap((event) => event.findings);
  assert.deepEqual(
    findings.map(({ eventIds, timeMs }) => [eventIds[0], timeMs]),
    events.map(({ event }) => [event.columns.event_id, 1_780_000_000_000]),
  );
  assert.equal(new Set(findings.map(({ id }) => id)).size, 2);
});

test('whatever the bytes, there are only results, and the same however they are cut', async () => {
  const text = oneof(
    string({ maxLength: 200 }),
    string({ unit: constantFrom('{', '}', '"', ':', ',', '[', ']', '\n', 'a', '1', ' ', '__proto__') }),
  );
  const bytes = oneof(
    uint8Array({ maxLength: 300 }),
    text.map((value) => Buffer.from(value)),
    text.map((value) => gzipSync(value)),
    uint8Array({ maxLength: 50 }).map((value) => Buffer.concat([gzipSync('{"a":1}\n'), value])),
  );
  await check(
    asyncProperty(bytes, async (content) => {
      const whole = await run(pieces(content));
      for (const result of whole.results) if (result.kind === 'event') assert.equal(result.id.length, 16);
      const half = Math.floor(content.length / 2);
      const cut = await run(pieces(content.subarray(0, half), content.subarray(half)));
      assert.deepEqual(
        eventsOf(cut.results).map(({ id }) => id),
        eventsOf(whole.results).map(({ id }) => id),
      );
      assert.equal(cut.end.chain, whole.end.chain);
    }),
    { numRuns: 200 },
  );
});
