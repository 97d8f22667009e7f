import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber, parseExact } from './parse-exact.ts';

test('numbers that JavaScript would round keep their digits', () => {
  assert.deepEqual(parseExact('{"a":12345678901234567890,"b":1.50,"c":7}'), {
    a: new ExactNumber('12345678901234567890'),
    b: new ExactNumber('1.50'),
    c: 7,
  });
});

test('what is no JSON object or array is undefined', () => {
  for (const text of ['', 'plain', '{"a":', '"text"', '12']) assert.equal(parseExact(text), undefined);
});

test('hostile keys stay keys, and depth is survived', () => {
  assert.deepEqual(Object.keys(Object(parseExact('{"__proto__":{"x":1}}'))), ['__proto__']);
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  assert.equal(typeof parseExact(deep), 'object');
});
