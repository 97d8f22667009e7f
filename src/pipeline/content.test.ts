import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { LogType } from '../event/log-types.ts';
import { defaultDecodeLimits } from '../parsers/parser.ts';
import type { FileRange } from '../sources/source.ts';
import { readFileBytes } from './content.ts';
import { createCredit } from './credit.ts';
import { headerOf } from './header.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-content-'));
after(() => rmSync(root, { recursive: true, force: true }));

async function read(path: string, range?: FileRange): Promise<{ text: string; reads: number }> {
  let reads = 0;
  const bytes = await Array.fromAsync(readFileBytes(path, range, (count) => (reads += count)));
  return { text: Buffer.concat(bytes).toString(), reads };
}

test('a file, and a stretch of it', async () => {
  const path = join(root, 'a');
  const content = 'x'.repeat(3 * 1024 ** 2) + 'end';
  writeFileSync(path, content);
  assert.deepEqual(await read(path), { text: content, reads: content.length });
  assert.equal((await read(path, { start: 3 * 1024 ** 2, end: 3 * 1024 ** 2 + 2 })).text, 'en');
  assert.equal((await read('/dev/null')).text, '');
});

test('what cannot be read says why', async () => {
  await assert.rejects(read(join(root, 'missing')), { code: 'TW_INPUT_UNREADABLE', message: /no such file/ });
  await assert.rejects(read(root), { code: 'TW_INPUT_UNREADABLE', message: /folder/ });
  const path = join(root, 'short');
  writeFileSync(path, 'short');
  await assert.rejects(read(path, { start: 0, end: 10 }), {
    code: 'TW_INPUT_UNREADABLE',
    message: /shorter/,
  });
  await assert.rejects(read(join(path, 'below')), { code: 'TW_INPUT_UNREADABLE', message: /no folder/ });
});

test('the header of a file is what holds no record', async () => {
  const header = async (content: string, forcedType: LogType | undefined) => {
    const path = join(root, 'header');
    writeFileSync(path, content);
    const options = { path, before: content.length, name: 'x', forcedType, limits: defaultDecodeLimits };
    return Buffer.from(await headerOf(options)).toString();
  };
  const flow = '10.0.0.1 ACCEPT\n';
  assert.equal(await header(`srcaddr action\n${flow}`, 'aws.vpcflow'), 'srcaddr action\n');
  assert.equal(await header('level=info msg=a\n', 'app.logfmt'), '');
  assert.equal(await header('srcaddr action', 'aws.vpcflow'), '', 'an unfinished line is none');
  assert.equal(await header(`srcaddr action\n${flow}`, undefined), '');
});

test('credit holds back what is too much, and lets one piece of any size go', async () => {
  const credit = createCredit(100, 3);
  await credit.take(1000);
  let taken = false;
  const second = credit.take(10).then(() => {
    taken = true;
    return undefined;
  });
  await Promise.resolve();
  assert.equal(taken, false);
  credit.give(1000);
  await second;
  await credit.take(10);
  await credit.take(10);
  const fourth = credit.take(1);
  credit.open();
  await fourth;
});
