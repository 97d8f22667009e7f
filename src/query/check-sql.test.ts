import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TrailwatchError } from '../base/errors.ts';
import { checkSql } from './check-sql.ts';
import { sqlTokens } from './sql-tokens.ts';

const passing: readonly (readonly [string, string?])[] = [
  ['SELECT 1'],
  ['select 1 ;  -- the end\n ; ', 'select 1'],
  ['(SELECT 1) UNION ALL (SELECT 2)'],
  ['WITH x AS (SELECT 1) SELECT * FROM x'],
  ["SELECT ';', '-- no comment', '/*', 'it''s', 'a\\'b'"],
  ['SELECT `;` FROM events'],
  ['SELECT event.settings.format AS format FROM events'],
  ["SELECT 'SETTINGS a = 1'"],
  ['SELECT settings, b = 1 FROM events'],
  ['SELECT $$; SETTINGS a = 1$$ AS x'],
  ['/* SETTINGS a = 1; */ SELECT 1 # ! x\n, 2', '/* SETTINGS a = 1; */ SELECT 1 # ! x\n, 2'],
  ['SELECT a FROM events WHERE into = 1'],
];
for (const [query, sent] of passing) {
  test(`passes ${query.slice(0, 60)}`, () => assert.equal(checkSql(query), sent ?? query));
}

const refused: readonly (readonly [string, string, RegExp?])[] = [
  ['', 'TW_QUERY_SYNTAX'],
  [' -- only a comment', 'TW_QUERY_SYNTAX'],
  ['INSERT INTO events VALUES (1)', 'TW_QUERY_FORBIDDEN', /INSERT/],
  ['EXPLAIN SELECT 1', 'TW_QUERY_FORBIDDEN'],
  ['SELECT 1; SELECT 2', 'TW_QUERY_FORBIDDEN', /one statement/],
  ["SELECT 'a\\';' ; DROP TABLE x", 'TW_QUERY_FORBIDDEN'],
  ['SELECT 1 SeTTings max_threads=1', 'TW_QUERY_FORBIDDEN', /SETTINGS/],
  ['SELECT 1 SETTINGS -- x\n `max_threads`\n=1', 'TW_QUERY_FORBIDDEN', /SETTINGS/],
  ['SELECT 1 FORMAT JSON', 'TW_QUERY_FORBIDDEN', /FORMAT/],
  ["SELECT 1 INTO OUTFILE 'x'", 'TW_QUERY_FORBIDDEN', /OUTFILE/],
  ["SELECT 'open", 'TW_QUERY_SYNTAX', /quote/],
  ['SELECT `open', 'TW_QUERY_SYNTAX', /quote/],
  ['SELECT 1 /* open', 'TW_QUERY_SYNTAX', /comment/],
  [`SELECT '${'x'.repeat(100_000)}'`, 'TW_QUERY_LIMIT'],
];
for (const [query, code, message] of refused) {
  test(`refuses ${query.slice(0, 60)}`, () => {
    assert.throws(() => checkSql(query), { code, ...(message === undefined ? {} : { message }) });
  });
}

test('the place of a mistake is told', () => {
  assert.throws(
    () => checkSql('SELECT 1\n  ; SELECT 2'),
    (error: unknown) => {
      assert.ok(error instanceof TrailwatchError);
      assert.deepEqual(error.at, { line: 2, column: 3 });
      return true;
    },
  );
});

test('any text passes or is a coded error, and tokens lie in it one after another', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '`',
    '\\',
    ';',
    '--',
    '/*',
    '*/',
    '$$',
    '$a$',
    '\n',
    'SELECT ',
    'x',
    '#',
    '=',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces).map((list) => `SELECT ${list.join('')}`),
  );
  fc.assert(
    fc.property(texts, (query) => {
      try {
        checkSql(query);
        let end = 0;
        for (const { at, text } of sqlTokens(query)) {
          assert.ok(at >= end && query.startsWith(text, at));
          end = at + text.length;
        }
      } catch (error) {
        assert.ok(error instanceof TrailwatchError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
