import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAll, textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { csvFormat } from './format.ts';

textFormatSuite(csvFormat, import.meta.dirname, 0.8);

test('what is quoted as RFC 4180 says is what is read', () => {
  const value = fc
    .string({ unit: 'binary-ascii', maxLength: 12 })
    .filter((text) => text !== '' && !/\r/.test(text));
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    );
  fc.assert(
    fc.property(table, (rows) => {
      const header = (rows[0] ?? []).map((_, index) => `column ${index}`);
      const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      const lines = [header.join(','), ...quoted].join('\n').split('\n');
      const expected = rows.map((row) =>
        Object.fromEntries(row.map((text, index) => [`column ${index}`, text])),
      );
      assert.deepEqual(parseAll(csvFormat, lines), expected);
    }),
  );
});

test('equal and empty column names do not hide one another', () => {
  assert.deepEqual(
    parseAll(csvFormat, ['a,a,,__proto__', '1,2,3,4']).map((fields) => Object.entries(fields)),
    [
      [
        ['a', '1'],
        ['a_2', '2'],
        ['column_3', '3'],
        ['__proto__', '4'],
      ],
    ],
  );
});
