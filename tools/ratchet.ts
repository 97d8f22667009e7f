import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ways around the type checker and the linter. Their number may fall and never rise. */
const hatches: Readonly<Record<string, RegExp>> = {
  any: /(?<=: |<|\| |& |, |\bas )any(?=\s*[;,)>=\]|}&[]|\s*$)/gm,
  as: /\bas (?!const\b)(?=[A-Z{[(]|unknown|string|number|never|readonly|keyof|typeof|bigint)/g,
  non_null: /[\w\])]!(?=[.;,)\][])/g,
  lint_disable: /(?:oxlint|eslint|biome)-(?:disable|ignore)/g,
  ts_directive: /@ts-(?:ignore|expect-error|nocheck)/g,
};

const root = join(import.meta.dirname, '..');
const baselineFile = join(import.meta.dirname, 'ratchet.json');

export function countHatches(sources: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(hatches).map(([name, pattern]) => [
      name,
      sources.reduce((sum, source) => sum + [...withoutComments(source).matchAll(pattern)].length, 0),
    ]),
  );
}

function withoutComments(source: string): string {
  return source
    .replace(/\/\*(?![\s\S]{0,20}(?:disable|ignore))[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/(?!.*(?:disable|ignore|@ts-)).*$/gm, '');
}

/** Compares the tree with the recorded counts; a fall is written down, a rise is reported. */
export function checkRatchet(): string[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.includes('/dist/') && !/\.test\.tsx?$/.test(file),
  );
  const now = countHatches(files.map((file) => readFileSync(join(root, file), 'utf8')));
  const before: Record<string, number> = JSON.parse(readFileSync(baselineFile, 'utf8'));
  const rises = Object.entries(now).filter(([name, count]) => count > (before[name] ?? 0));
  if (rises.length === 0 && JSON.stringify(now) !== JSON.stringify(before)) {
    writeFileSync(baselineFile, `${JSON.stringify(now, null, 2)}\n`);
  }
  return rises.map(
    ([name, count]) =>
      `'${name}' rose from ${before[name] ?? 0} to ${count}: find a typed way, or lower another`,
  );
}
