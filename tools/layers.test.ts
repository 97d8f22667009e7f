import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkLayers } from './layers.ts';

const root = join(import.meta.dirname, '..');

test('imports point downwards only', () => {
  const report = checkLayers(root);
  assert.deepEqual(report.violations, []);
  // A checker that reads nothing passes everything: make sure that it read the tree.
  assert.ok(report.files > 20, `${report.files} files`);
  assert.ok(report.imports > 50, `${report.imports} imports`);
});

test('an import upwards, sideways or of a package owned elsewhere is a violation', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src', 'parsers'), { recursive: true });
  writeFileSync(
    join(folder, 'src', 'parsers', 'a.ts'),
    [
      "import { x } from '../server/x.ts';",
      "import type {\n  y,\n} from '../detect/y.ts';",
      "export * from '../base/errors.ts';",
      "import fastify from 'fastify';",
      "const z = await import('../store/z.ts');",
    ].join('\n'),
  );
  const { violations, imports } = checkLayers(folder);
  assert.equal(imports, 5);
  assert.deepEqual(
    violations.map((line) => line.split(': ')[1]),
    [
      "'parsers' may not import 'server'",
      "'parsers' may not import 'detect'",
      'only server may use fastify',
      "'parsers' may not import 'store'",
    ],
  );
});
