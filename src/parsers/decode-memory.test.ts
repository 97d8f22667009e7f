import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { decodeObject } from './decode.ts';
import { defaultDecodeLimits } from './parser.ts';

const megabyte = 1024 ** 2;
/** What one process may take: Node itself (about 70 MB), the bound stated at decodeObject, and garbage on its way out. */
const rssBytesMax = 256 * megabyte;

/** Shapes that never end a line, so that only streaming keeps them small. Each is `streamBytes` long. */
const streamBytes = 250 * megabyte;
const shapes = ['records', 'snapshot', 'text', 'string'] as const;
type Shape = (typeof shapes)[number];

const [mode, shape] = process.argv.slice(2);
if (mode === 'child') await child(shapes.find((name) => name === shape) ?? 'records');
else {
  for (const name of shapes) {
    test(`memory stays bounded: ${name}`, () => {
      const args = ['--max-old-space-size=64', import.meta.filename, 'child', name];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      const result: { records: number; deadLetters: number; rssBytes: number } = JSON.parse(stdout);
      const streamed = name === 'records' || name === 'snapshot';
      assert.ok(streamed ? result.records > 100_000 : result.records === 0, stdout);
      assert.equal(result.deadLetters, streamed ? 0 : 1);
      assert.ok(result.rssBytes < rssBytesMax, stdout);
    });
  }
}

async function child(name: Shape): Promise<void> {
  let records = 0;
  let deadLetters = 0;
  for await (const batch of decodeObject(stream(name), { name, limits: defaultDecodeLimits })) {
    for (const { kind } of batch) {
      if (kind === 'record') records += 1;
      else deadLetters += 1;
    }
  }
  const rssBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(JSON.stringify({ records, deadLetters, rssBytes }));
}

async function* stream(name: Shape): AsyncGenerator<Uint8Array> {
  const event = `{"eventSource":"s3.amazonaws.com","eventName":"GetObject","detail":"${'d'.repeat(2000)}"}`;
  const item = `{"configurationItemStatus":"OK","resourceType":"AWS::EC2::Instance","tags":"${'t'.repeat(2000)}"}`;
  const parts = {
    records: { head: '{"Records":[', item: `${event},`, tail: `${event}]}` },
    snapshot: { head: '{"fileVersion":"1.0","configurationItems":[', item: `${item},`, tail: `${item}]}` },
    text: { head: 'text ', item: 'x'.repeat(2000), tail: '' },
    string: { head: '{"a":"', item: 'x'.repeat(2000), tail: '"}' },
  }[name];
  const chunk = Buffer.from(parts.item.repeat(100));
  yield Buffer.from(parts.head);
  for (let sent = 0; sent < streamBytes; sent += chunk.length) yield Buffer.from(chunk);
  yield Buffer.from(parts.tail);
}
