import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from './prng.ts';
import { compileShape, settle, type Shape, type SlotLookup, writeVariant } from './template.ts';

interface Context {
  readonly random: Random;
  count: number;
}

const slots: SlotLookup<Context> = (name, argument) => {
  if (name === 'say') return { write: () => argument, fresh: false };
  if (name === 'count') return { write: (context) => String(context.count++), fresh: true };
  throw new Error(`no slot ${name}`);
};

const variantOf = (shape: Shape, context: Context) => settle(compileShape(shape, slots), context);

test('slots stand in text, as numbers and in keys', () => {
  const context = { random: new Random(1, 't'), count: 7 };
  const shape = {
    a: 'x "<say:one>" <count>',
    n: '<#count>',
    'k-<say:two>': [null, true, 4, { deep: '<say:é>' }],
  };
  const text = writeVariant(variantOf(shape, context), context);
  assert.deepEqual(JSON.parse(text), { a: 'x "one" 7', n: 8, 'k-two': [null, true, 4, { deep: 'é' }] });
});

test('a variant keeps what is settled and draws anew what is fresh', () => {
  const context = { random: new Random(1, 't'), count: 0 };
  const variant = variantOf({ a: '<count>', '?50 b': 1, '?50 c': 2 }, context);
  const [first, second] = [writeVariant(variant, context), writeVariant(variant, context)];
  assert.equal(second, first.replace('"0"', '"1"'));
});

test('optional keys come and go with their probability', () => {
  const context = { random: new Random(2, 't'), count: 0 };
  let seen = 0;
  for (let i = 0; i < 4000; i++) {
    if ('b' in JSON.parse(writeVariant(variantOf({ a: 1, '?20 b': 2 }, context), context))) seen += 1;
  }
  assert.ok(seen > 680 && seen < 920, String(seen));
});

test('an unknown slot and an optional first key are refused', () => {
  assert.throws(() => compileShape({ a: '<nothing>' }, slots), /no slot nothing/);
  assert.throws(() => compileShape({ '?a': 1 }, slots), /first key/);
});
