import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatRows } from './format-rows.ts';
import { visibleText } from './visible-text.ts';

const result = {
  columns: [
    { name: 'operation', type: 'String' },
    { name: 'n', type: 'UInt64' },
  ],
  rows: [
    ['Get,"Object"', 12],
    ['=cmd()', 3],
  ],
};

test('a table aligns numbers right and text left', () => {
  assert.equal(
    formatRows(result, 'table'),
    ['operation      n', '────────────  ──', 'Get,"Object"  12', '=cmd()         3', ''].join('\n'),
  );
});

test('NDJSON keeps the column names', () => {
  assert.equal(
    formatRows(result, 'ndjson'),
    '{"operation":"Get,\\"Object\\"","n":12}\n{"operation":"=cmd()","n":3}\n',
  );
});

test('CSV quotes, and disarms formulas', () => {
  assert.equal(formatRows(result, 'csv'), 'operation,n\r\n"Get,""Object""",12\r\n\'=cmd(),3\r\n');
});

test('nothing in a table can steer the terminal', () => {
  const hostile = '\u001b[2J\u202egnp.exe\u0007\n';
  assert.equal(visibleText(hostile), '\\u{1b}[2J\\u{202e}gnp.exe\\u{7}\\u{a}');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = formatRows({ columns: [{ name: 'x', type: 'String' }], rows: [[text]] }, 'table');
      assert.equal(shown.split('\n').length, 4);
      assert.ok(!shown.includes('\u001b'));
    }),
  );
});
