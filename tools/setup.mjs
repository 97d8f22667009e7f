// Prepares a fresh clone: dependencies from the lock file, then the web application, each only when missing or stale.
// Runs under whatever Node the machine has (20 or later) and imports nothing that would need installing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

const lock = digest([join(root, 'package-lock.json')]);
const lockStamp = join(root, 'node_modules', '.trailwatch-lock');
if (stamp(lockStamp) !== lock) {
  run('Installing dependencies from the lock file (once)', npm(), [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  writeFileSync(lockStamp, lock);
}

const node = join(root, 'node_modules', '.bin', 'node');
if (!existsSync(node) && Number(process.versions.node.split('.')[0]) < 24) {
  fail('No Node 24 is packaged for this platform: install Node 24 or later and run this again with it.');
}
const ui = join(root, 'src', 'ui');
const sources = [
  ...filesBelow(ui),
  join(root, 'package-lock.json'),
  ...filesBelow(join(root, 'src', 'api')),
].toSorted();
const uiDigest = digest(sources);
const uiStamp = join(ui, 'dist', '.trailwatch-ui');
if (existsSync(join(ui, 'vite.config.ts')) && stamp(uiStamp) !== uiDigest) {
  run('Building the web application (once)', existsSync(node) ? node : process.execPath, [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
    ui,
  ]);
  mkdirSync(join(ui, 'dist'), { recursive: true });
  writeFileSync(uiStamp, uiDigest);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === 'dist' || entry.name === 'node_modules' ? [] : filesBelow(path);
    return statSync(path).isFile() ? [path] : [];
  });
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function stamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail(`${what} failed${error ? `: ${error.message}` : ''}.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
