import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAll, textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { syslogFormat } from './format.ts';

textFormatSuite(syslogFormat, import.meta.dirname, 0.7);

test('structured data is read as it was written', () => {
  const name = fc.stringMatching(/^[A-Za-z@_][A-Za-z0-9@_.]{0,15}$/);
  const data = fc.dictionary(name, fc.dictionary(name, fc.string({ maxLength: 10 }), { maxKeys: 3 }), {
    minKeys: 1,
    maxKeys: 3,
  });
  fc.assert(
    fc.property(data, fc.string({ unit: 'grapheme-ascii' }), (elements, message) => {
      const text = Object.entries(elements)
        .map(([id, parameters]) => {
          const pairs = Object.entries(parameters).map(
            ([key, value]) => ` ${key}="${value.replaceAll(/["\\\]]/g, String.raw`\$&`)}"`,
          );
          return `[${id}${pairs.join('')}]`;
        })
        .join('');
      const [fields] = parseAll(syslogFormat, [`<13>1 2026-01-01T00:00:00Z host app 1 - ${text} ${message}`]);
      assert.equal(JSON.stringify(fields?.['structured_data']), JSON.stringify(elements));
      assert.equal(fields?.['message'] ?? '', message);
    }),
  );
});

test('a PRI that cannot be and structured data that does not close are malformed', () => {
  for (const line of [
    '<192>1 - - - - - -',
    '<13>1 - - - - - [a b="c"',
    '<13>1 - - - - - [a b]',
    '<13>1 - -',
    'no time',
  ]) {
    assert.throws(() => syslogFormat.open({}).parse(line), { code: 'TW_PARSE_MALFORMED' }, line);
  }
});
