import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/**
 * Which folders of `src` each folder may import from (itself is always allowed). Anything else fails the build.
 * Stages do not import each other; `pipeline` and `server` are where they meet.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  base: [],
  event: ['base'],
  config: ['base', 'event'],
  control: ['base', 'event'],
  sources: ['base', 'event', 'control'],
  journal: ['base', 'event'],
  parsers: ['base', 'event'],
  normalize: ['base', 'event'],
  detect: ['base', 'event'],
  store: ['base', 'event'],
  query: ['base', 'event', 'store'],
  api: ['base', 'event'],
  demo: ['base', 'event', 'sources'],
  pipeline: ['base', 'event', 'config', 'control', 'sources', 'parsers', 'normalize', 'detect', 'store'],
  server: [
    'base',
    'event',
    'config',
    'control',
    'sources',
    'journal',
    'parsers',
    'normalize',
    'detect',
    'store',
    'query',
    'api',
    'demo',
    'pipeline',
  ],
  cli: [
    'base',
    'event',
    'config',
    'control',
    'sources',
    'parsers',
    'normalize',
    'detect',
    'store',
    'query',
    'api',
    'demo',
    'pipeline',
    'server',
  ],
  ui: ['api', 'event'],
};

/** Packages that only one folder may import: their types must not leak through the layers. */
export const packageOwners: Readonly<Record<string, readonly string[]>> = {
  '@clickhouse/client': ['store', 'query'],
  'ffi-rs': ['store'],
  kysely: ['control'],
  fastify: ['server'],
  commander: ['cli'],
  react: ['ui'],
  hyparquet: ['parsers'],
  maxmind: ['normalize'],
};

export interface LayerReport {
  readonly files: number;
  readonly imports: number;
  /** `src/a/b.ts imports src/c/d.ts: 'a' may not import 'c'`. */
  readonly violations: readonly string[];
}

/** Reads every TypeScript file below `src`. Tests beside the code may import anything: they are not part of the product. */
export function checkLayers(root: string): LayerReport {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.includes('node_modules') && !file.includes('/dist/') && !/\.test\.tsx?$/.test(file),
  );
  let imports = 0;
  const violations: string[] = [];
  for (const file of files) {
    const from = file.split('/')[1] ?? '';
    for (const specifier of importsOf(readFileSync(join(root, file), 'utf8'))) {
      imports += 1;
      const problem = judge(root, file, from, specifier);
      if (problem !== undefined) violations.push(`${file} imports ${specifier}: ${problem}`);
    }
  }
  return { files: files.length, imports, violations };
}

function judge(root: string, file: string, from: string, specifier: string): string | undefined {
  const allowed = layers[from];
  if (allowed === undefined) return `'${from}' is not in the layer table`;
  if (!specifier.startsWith('.')) {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const owners = Object.hasOwn(packageOwners, name) ? packageOwners[name] : undefined;
    return owners === undefined || owners.includes(from)
      ? undefined
      : `only ${owners.join(', ')} may use ${name}`;
  }
  const target = relative(root, normalize(join(root, dirname(file), specifier)));
  const [top, to = ''] = target.split('/');
  if (top !== 'src') return top === 'package.json' ? undefined : 'the product imports only from src';
  return to === from || allowed.includes(to) ? undefined : `'${from}' may not import '${to}'`;
}

function importsOf(source: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
