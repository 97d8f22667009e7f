import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { toCsv } from './csv.ts';
import { sqlFromFilters } from './sql-from-filters.ts';

test('CSV quotes what needs it and disarms formulas', () => {
  const csv = toCsv({
    columns: [{ name: 'a' }, { name: 'b' }],
    rows: [
      ['plain', 'with "quotes", and comma'],
      ['=HYPERLINK("http://x")', -5],
      ['@SUM(A1)', null],
      ['-12', ['x']],
      ['two\nlines', { k: 1 }],
    ],
  });
  assert.equal(
    csv,
    [
      'a,b',
      'plain,"with ""quotes"", and comma"',
      `"'=HYPERLINK(""http://x"")",-5`,
      `'@SUM(A1),`,
      `-12,"[""x""]"`,
      '"two\nlines","{""k"":1}"',
      '',
    ].join('\r\n'),
  );
});

test('no field of any CSV starts a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const field = toCsv({ columns: [], rows: [[text]] })
        .slice(2)
        .replace(/^"/, '');
      assert.doesNotMatch(field, /^(?![+-]\d)[=+\-@\t]./);
    }),
  );
});

test('filters become SQL, with values quoted', () => {
  assert.equal(
    sqlFromFilters({ log_type: 'aws.cloudtrail,aws.waf', account: '111122223333', search: "it's \\ here" }),
    [
      'SELECT time, log_type, account_id, actor, operation, src_ip, error_code, message',
      'FROM events',
      "WHERE log_type IN ('aws.cloudtrail', 'aws.waf')",
      "  AND account_id = '111122223333'",
      "  AND (has(entities, 'it\\'s \\\\ here') OR positionCaseInsensitiveUTF8(raw, 'it\\'s \\\\ here') > 0)",
      'ORDER BY time DESC',
      'LIMIT 1000',
    ].join('\n'),
  );
  assert.doesNotMatch(sqlFromFilters({}), /WHERE/);
});
