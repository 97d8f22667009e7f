import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random, WeightedChoice } from './prng.ts';

test('one seed and stream gives one sequence, and streams differ', () => {
  const draw = (seed: number, stream: string) => {
    const random = new Random(seed, stream);
    return [random.next(), random.next(), random.hex(20), random.uuid(), random.base64(13), random.upper(5)];
  };
  assert.deepEqual(draw(1, 'a'), draw(1, 'a'));
  assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
  assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
});

test('texts have the form and length asked for', () => {
  const random = new Random(3, 'forms');
  for (const length of [0, 1, 3, 4, 5, 7, 8, 9, 16, 17, 64]) {
    assert.match(random.hex(length), new RegExp(`^[0-9a-f]{${length}}$`));
    assert.match(random.upper(length), new RegExp(`^[A-Z0-9]{${length}}$`));
    assert.match(random.base64(length), new RegExp(`^[A-Za-z0-9+/]{${length}}$`));
  }
  assert.match(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('serial numbers give different ids', () => {
  const random = new Random(3, 'ids');
  const ids = new Set(Array.from({ length: 200_000 }, (_, serial) => random.uniqueUuid(serial).slice(0, -4)));
  assert.equal(ids.size, 200_000);
});

test('draws are spread evenly and weights are kept', () => {
  const random = new Random(4, 'spread');
  const counts = [0, 0, 0, 0];
  const choice = new WeightedChoice([1, 0, 3, 4]);
  for (let i = 0; i < 80_000; i++) {
    const index = choice.draw(random);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  assert.equal(counts[1], 0);
  for (const [index, expected] of [
    [0, 10_000],
    [2, 30_000],
    [3, 40_000],
  ] as const) {
    assert.ok(Math.abs((counts[index] ?? 0) - expected) < 700, counts.join(', '));
  }
});
