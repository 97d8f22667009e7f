import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ExactNumber } from './parse-exact.ts';
import { copyText, expandAll, flattenTree } from './tree-rows.ts';

const event = { a: 1, user: { name: 'ana', tags: [{ key: 'x' }] }, 'odd key.': null };

test('only what is open shows, in order', () => {
  const closed = flattenTree(event, new Set(), 100).rows;
  assert.deepEqual(
    closed.map(({ label, size, open }) => [label, size, open]),
    [
      ['a', null, false],
      ['user', 2, false],
      ['odd key.', null, false],
    ],
  );
  const { rows, truncated } = flattenTree(event, expandAll(event, 100), 100);
  assert.deepEqual(
    rows.map(({ path, depth }) => [path, depth]),
    [
      ['a', 0],
      ['user', 0],
      ['user.name', 1],
      ['user.tags', 1],
      ['user.tags[0]', 2],
      ['user.tags[0].key', 3],
      ['["odd key."]', 0],
    ],
  );
  assert.equal(truncated, false);
});

test('rows are bounded, however wide or deep', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 5000; depth += 1) deep = { a: deep };
  for (const value of [deep, Array.from({ length: 100_000 }, () => ({ a: [1, 2, 3] }))]) {
    const { rows, truncated } = flattenTree(value, expandAll(value, 200), 150);
    assert.equal(rows.length, 150);
    assert.equal(truncated, true);
  }
});

test('any JSON value: ids are unique and the limit holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 50 }), (value, limit) => {
      const { rows } = flattenTree(value, expandAll(value, limit), limit);
      assert.ok(rows.length <= limit);
      assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    }),
  );
});

test('copying gives the value itself', () => {
  assert.equal(copyText('a\u202eb'), 'a\u202eb');
  assert.equal(copyText(new ExactNumber('12345678901234567890')), '12345678901234567890');
  assert.equal(copyText({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}');
});
