import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRatchet, countHatches } from './ratchet.ts';

test('escape hatches only decrease', () => {
  assert.deepEqual(checkRatchet(), []);
});

test('counts each kind of hatch, in code and not in prose', () => {
  const counts = countHatches([
    [
      'let a: any;',
      'const b = c as unknown as Foo;',
      '// as Foo, any;',
      'd!.e();',
      '// oxlint-disable-next-line x',
    ].join('\n'),
  ]);
  assert.deepEqual(counts, { any: 1, as: 2, non_null: 1, lint_disable: 1, ts_directive: 0 });
});
