import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { walk } from './walk.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-walk-'));
after(() => rmSync(root, { recursive: true, force: true }));

async function names(path: string): Promise<string[]> {
  return (await Array.fromAsync(walk(path))).map((file) => relative(root, file.path));
}

test('folders are walked in name order, without hidden names', async () => {
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  for (const name of ['a/2.json', 'a/10.json', 'a/b/x', 'a/.hidden', 'a/z'])
    writeFileSync(join(root, name), 'x');
  assert.deepEqual(await names(join(root, 'a')), ['a/10.json', 'a/2.json', 'a/b/x', 'a/z']);
  assert.deepEqual(await names(join(root, 'a', '.hidden')), ['a/.hidden'], 'what is named is read');
});

test('links that loop end, and each folder is walked once', async () => {
  mkdirSync(join(root, 'loop', 'in'), { recursive: true });
  writeFileSync(join(root, 'loop', 'in', 'x'), 'x');
  symlinkSync('..', join(root, 'loop', 'in', 'up'));
  symlinkSync('in', join(root, 'loop', 'same'));
  symlinkSync('in/x', join(root, 'loop', 'link'));
  assert.deepEqual(await names(join(root, 'loop')), ['loop/in/x', 'loop/link']);
});

test('what cannot be looked at is found all the same', async () => {
  mkdirSync(join(root, 'broken'));
  symlinkSync('nowhere', join(root, 'broken', 'link'));
  assert.deepEqual(await names(join(root, 'broken')), ['broken/link']);
  assert.deepEqual(await names(join(root, 'missing')), ['missing']);
});
