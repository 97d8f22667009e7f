import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitQuoted } from './quoted-fields.ts';

test('splits at spaces, but not inside of quotes and brackets', () => {
  assert.deepEqual(splitQuoted('a - "b c" "" [d e] "x"'), ['a', '-', 'b c', '', 'd e', 'x']);
  assert.deepEqual(splitQuoted('[2001:db8::1]:443 "GET /[a] HTTP/1.1" [open'), [
    '[2001:db8::1]:443',
    'GET /[a] HTTP/1.1',
    '[open',
  ]);
  assert.deepEqual(splitQuoted(''), []);
  assert.equal(splitQuoted('a "b c'), null);
});

test('resolves escapes inside of quotes only', () => {
  assert.deepEqual(splitQuoted(String.raw`"a \"b\" \\ \x22c\x41 \n" a\x41`), [
    String.raw`a "b" \ "cA \n`,
    String.raw`a\x41`,
  ]);
  assert.deepEqual(splitQuoted('"in "the" middle" x'), ['in "the', 'middle"', 'x']);
});

test('a field of many kinds comes back as it was written', () => {
  const bare = fc.stringMatching(/^[A-Za-z0-9/.:_-]{1,12}$/);
  const quoted = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  const field = fc.oneof(
    bare.map((text) => ({ text, written: text })),
    quoted.map((text) => ({ text, written: `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"` })),
  );
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 20 }), (fields) => {
      const line = fields.map(({ written }) => written).join(' ');
      assert.deepEqual(
        splitQuoted(line),
        fields.map(({ text }) => text),
      );
    }),
  );
});

test('a line of too many fields is none', () => {
  assert.equal(splitQuoted('a '.repeat(10_000)), null);
});
