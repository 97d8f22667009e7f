import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { asyncProperty, array, assert as check, constantFrom, nat } from 'fast-check';
import { nextStretch } from './stretch.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-stretch-'));
after(() => rmSync(root, { recursive: true, force: true }));

async function stretchOf(text: string, position = 0, settled = false): Promise<string | undefined> {
  const path = join(root, 'file');
  writeFileSync(path, text);
  const file = await open(path, 'r');
  const stretch = await nextStretch(file, { position, bytes: Buffer.byteLength(text), settled });
  await file.close();
  return stretch === undefined ? undefined : text.slice(stretch.start, stretch.end);
}

const cases: readonly [
  what: string,
  text: string,
  position: number,
  settled: boolean,
  expected: string | undefined,
][] = [
  ['up to the last newline', 'a\nb\nc', 0, false, 'a\nb\n'],
  ['from where it was', 'a\nb\nc', 2, false, 'b\n'],
  ['nothing without a newline', 'a\nb', 2, false, undefined],
  ['all once settled', 'a\nb', 2, true, 'b'],
  ['nothing new', 'a\n', 2, true, undefined],
  ['a stack trace waits', 'ok\nError: x\n  at a\n  at b\n', 0, false, 'ok\n'],
  ['a stack trace whose next line has begun waits', 'ok\nError: x\n  a', 0, false, 'ok\n'],
  ['a stack trace that is over does not', 'Error: x\n  at a\nok\n', 0, false, 'Error: x\n  at a\nok\n'],
  ['a stack trace alone waits', 'Error: x\n  at a\n', 0, false, undefined],
  ['a stack trace settles', 'Error: x\n  at a\n', 0, true, 'Error: x\n  at a\n'],
  ['nothing but indented lines', ' a\n b\n', 0, false, ' a\n b\n'],
  ['empty lines', '\n\n', 0, false, '\n\n'],
  ['JSON lines', '{"a":1}\n{"a"', 0, false, '{"a":1}\n'],
  ['a JSON document waits', '{\n "a": 1\n}\n', 0, false, undefined],
  ['a JSON document is whole', '{\n "a": 1\n}\n', 5, true, '{\n "a": 1\n}\n'],
  ['a JSON array is whole', '[1]\n', 0, false, undefined],
];

for (const [what, text, position, settled, expected] of cases) {
  test(what, async () => assert.equal(await stretchOf(text, position, settled), expected));
}

test('long lines and long traces: a stretch ends after a newline and begins where the last ended', async () => {
  const trace = `Error: x\n${'  at somewhere\n'.repeat(10_000)}`;
  assert.equal(await stretchOf(trace), trace, 'a trace longer than a block is not waited for');
  const long = `${'x'.repeat(200_000)}\n`;
  assert.equal(await stretchOf(long + long), long + long);
  assert.equal(await stretchOf(`${long}  ${long}`), `${long}  ${long}`, 'no line is cut inside');
});

test('stretches join to the whole file, whatever is in it', async () => {
  const piece = constantFrom('a', 'line', ' ', '\t', '\n', '\n', '  at b\n', '{');
  await check(
    asyncProperty(array(piece, { maxLength: 60 }), nat(60), async (pieces, at) => {
      const text = `x${pieces.join('')}`;
      const early = await stretchOf(text.slice(0, at));
      const position = early?.length ?? 0;
      if (early !== undefined) assert.ok(early.endsWith('\n'));
      const rest =
        Buffer.byteLength(text) === text.length ? await stretchOf(text, position, true) : undefined;
      if (rest !== undefined) assert.equal((early ?? '') + rest, text);
    }),
    { numRuns: 150 },
  );
});
