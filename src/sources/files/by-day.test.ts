import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byDay, dayOf } from './by-day.ts';
import type { FoundFile } from './walk.ts';

async function order(paths: readonly string[]): Promise<string[]> {
  async function* found(): AsyncGenerator<FoundFile> {
    for (const path of paths) yield { path, bytes: 1, modifiedMs: 0, inode: '' };
  }
  return (await Array.fromAsync(byDay(found()))).map(({ path }) => path);
}

test('days as AWS and people write them into paths', () => {
  const cases: Record<string, string> = {
    'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/21/x.json.gz': '20261121',
    '111122223333_CloudTrail_eu-west-1_20261121T0905Z_Ab.json.gz': '20261121',
    'year=x/app-2026-11-21.log': '20261121',
    'logs/app.log': '',
    '/2026/13/01/a': '',
    'build-20261199.log': '',
  };
  for (const [path, day] of Object.entries(cases)) assert.equal(dayOf(path), day, path);
});

test('one day together, earliest first, otherwise as they came', async () => {
  const paths = ['a/2026/11/21/1', 'a/2026/11/22/1', 'b/2026/11/21/1', 'b/2026/11/22/1', 'b/notes.txt'];
  assert.deepEqual(await order(paths), [
    'b/notes.txt',
    'a/2026/11/21/1',
    'b/2026/11/21/1',
    'a/2026/11/22/1',
    'b/2026/11/22/1',
  ]);
});

test('no file is lost or repeated', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.string()), async (paths) => {
      assert.deepEqual((await order(paths)).toSorted(), paths.toSorted());
    }),
  );
});
