import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildAutomaton } from './aho-corasick.ts';
import { inNetwork, parseAddress, parseNetwork } from './cidr.ts';
import { base64Offsets } from './encode-value.ts';
import { compileGlob, globMatches, parseGlob } from './glob.ts';
import { compileRegex } from './regex.ts';
import { requiredLiteral } from './regex-literal.ts';

const ab = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 12 });

test('the automaton finds what includes finds', () => {
  const patterns = fc.uniqueArray(
    ab.filter((text) => text !== ''),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(patterns, ab, (list, text) => {
      const automaton = buildAutomaton(list);
      const found = new Set<number>();
      automaton?.scan(text, (index) => found.add(index));
      const expected = list.flatMap((pattern, index) => (text.includes(pattern) ? [index] : []));
      assert.deepEqual(
        [...found].toSorted((a, b) => a - b),
        expected,
      );
      assert.equal(automaton?.some(text), expected.length > 0);
    }),
  );
});

test('an automaton that would be too large is not built', () => {
  const patterns = Array.from(
    { length: 40_000 },
    (_, index) => `${String.fromCodePoint(0x4e00 + (index % 3_000))}${index}`,
  );
  assert.equal(buildAutomaton(patterns), null);
});

test('a glob means what the same regular expression means', () => {
  const globs = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '\\'), maxLength: 10 });
  fc.assert(
    fc.property(globs, ab, (source, text) => {
      const glob = parseGlob(source);
      const pattern = glob
        .map((token) =>
          typeof token === 'string'
            ? token.replaceAll(/[\\*?]/g, '\\$&')
            : token.wild === 'many'
              ? '.*'
              : '.',
        )
        .join('');
      assert.equal(globMatches(compileGlob(glob), text), new RegExp(`^${pattern}$`, 'su').test(text));
    }),
    { numRuns: 1_000 },
  );
});

test('a glob of many stars is quick on hostile text', () => {
  const program = compileGlob(parseGlob(`${'a*'.repeat(200)}b`));
  assert.equal(globMatches(program, 'a'.repeat(100_000)), false);
});

test('a required literal is in every text that the pattern matches', () => {
  const atoms = fc.constantFrom(
    'abc',
    'x',
    '\\.',
    '.',
    '[ab]+',
    '(?:abc|x)',
    '(abc)?',
    'a{2}',
    'b?',
    'c*',
    '\\d',
    '^',
    '$',
    '|',
    'abcd+',
    '\\x41',
    '{',
    '[^]]',
    '\\Qa.b\\E',
    '(?i)',
    'sk',
  );
  const texts = fc
    .array(fc.constantFrom('abc', 'abcd', 'x', '.', 'aa', 'b', '1', 'A', 'a.b', '{', '\u017f\u212a', 'SK'), {
      maxLength: 6,
    })
    .map((list) => list.join(''));
  fc.assert(
    fc.property(
      fc.array(atoms, { minLength: 1, maxLength: 5 }),
      fc.array(texts, { minLength: 1, maxLength: 8 }),
      (list, samples) => {
        const source = list.join('');
        const literal = requiredLiteral(source);
        if (literal === null) return;
        const regex = compiled(source);
        for (const text of samples)
          if (regex?.test(text)) assert.ok(text.toLowerCase().includes(literal), `${source} ${text}`);
      },
    ),
    { numRuns: 3_000 },
  );
  assert.equal(requiredLiteral(':assumed-role/.+/i-[0-9a-f]+'), ':assumed-role/');
  assert.equal(requiredLiteral('abc|def'), null);
});

function compiled(source: string): { test(text: string): boolean } | null {
  try {
    return compileRegex(source, 's');
  } catch {
    return null;
  }
}

test('a pattern that makes backtracking engines hang takes linear time', () => {
  assert.equal(compileRegex('(a+)+$', '').test(`${'a'.repeat(50_000)}b`), false);
});

test('base64 offsets are found in any encoding of the text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 9 }),
      fc.uint8Array({ minLength: 3, maxLength: 12 }),
      fc.uint8Array({ maxLength: 4 }),
      (before, inner, after) => {
        const encoded = Buffer.concat([before, inner, after]).toString('base64');
        assert.ok(base64Offsets(Buffer.from(inner)).some((text) => encoded.includes(text)));
      },
    ),
  );
});

test('addresses: strict, and both families', () => {
  for (const text of [
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '1::',
    '2001:db8::1',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:7:8',
  ]) {
    assert.notEqual(parseAddress(text), null, text);
  }
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '035.249.253.232',
    '1.2.3.4.5',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '1.2.3.4:80',
    'fe80::1%eth0',
    'AWS Internal',
  ]) {
    assert.equal(parseAddress(text), null, text);
  }
  fc.assert(fc.property(fc.string(), (text) => void parseNetwork(text)));
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
      const network = parseNetwork(`${address}/${bits}`);
      assert.ok(network !== null && inNetwork(network, address));
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, bits) => {
      const network = parseNetwork(`${address}/${bits}`);
      assert.ok(network !== null && inNetwork(network, address), address);
    }),
  );
});
