// `npm test`: the gates, then every test. Arguments narrow the tests to files whose path contains one of them.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);

if (wanted.length === 0) {
  const gates = spawnSync(process.execPath, ['tools/check.ts'], { cwd: root, stdio: 'inherit' });
  if (gates.status !== 0) process.exit(1);
}
const files = globSync(['{src,tools,test,bench}/**/*.test.ts'], { cwd: root })
  .filter((file) => !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted();
if (files.length === 0) {
  process.stderr.write(`no test file matches ${wanted.join(' ')}\n`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-timeout=600000', '--test-reporter=spec', ...files],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
