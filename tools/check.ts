// Every gate but the tests: types, lint, format, unused code, generated docs. `npm run check`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

const gates: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the web application', bin('tsc'), ['-p', 'src/ui/tsconfig.json']],
  ['types of the browser tests', bin('tsc'), ['-p', 'test/e2e/tsconfig.json']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings', 'src', 'tools', 'test', 'bench']],
  ['format', bin('biome'), ['format', '.']],
  ['unused code', bin('knip'), ['--no-progress']],
  ['generated documents', process.execPath, ['tools/generate-docs.ts', '--check']],
];

let failed = 0;
for (const [name, command, args] of gates) {
  if (!existsSync(command)) throw new Error(`${command} is missing: run npm ci`);
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}  ${name} (${seconds} s)\n`);
  if (status !== 0) {
    failed += 1;
    process.stdout.write(`${stdout}${stderr}\n`);
  }
}
if (failed > 0) {
  process.stdout.write(`${failed} of ${gates.length} gates failed\n`);
  process.exit(1);
}
