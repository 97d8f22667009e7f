import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAll, textFormatSuite } from '../../../test/support/text-format-suite.ts';
import { accessFormat } from './format.ts';

textFormatSuite(accessFormat, import.meta.dirname, 0.9);

test('a combined log line says what was requested', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._~%-]{1,12}$/).filter((text) => text !== '-');
  const agent = fc
    .string({ unit: 'grapheme-ascii', maxLength: 20 })
    .filter((text) => text !== '-' && text !== '');
  const request = fc.record({
    ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    user: word,
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'PROPFIND', 'M-SEARCH'),
    path: fc.array(word, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
    query: fc.option(word, { nil: undefined }),
    status: fc.integer({ min: 100, max: 599 }),
    bytes: fc.nat(),
    agent,
  });
  fc.assert(
    fc.property(request, ({ ip, user, method, path, query, status, bytes, agent }) => {
      const uri = query === undefined ? path : `${path}?${query}`;
      const escaped = agent.replaceAll(/["\\]/g, String.raw`\$&`);
      const line = `${ip} - ${user} [01/Jan/2026:00:00:00 +0000] "${method} ${uri} HTTP/1.1" ${status} ${bytes} "-" "${escaped}"`;
      assert.deepEqual(parseAll(accessFormat, [line]), [
        {
          'c-ip': ip,
          'cs-username': user,
          time: '01/Jan/2026:00:00:00 +0000',
          request: `${method} ${uri} HTTP/1.1`,
          'cs-method': method,
          'cs-uri-stem': path,
          ...(query === undefined ? {} : { 'cs-uri-query': query }),
          'cs-version': 'HTTP/1.1',
          'sc-status': status,
          'sc-bytes': bytes,
          'cs-user-agent': agent,
        },
      ]);
    }),
  );
});

test('a line without time or request line is malformed', () => {
  for (const line of [
    '198.51.100.1 - - "GET / HTTP/1.1" 200 1',
    '198.51.100.1 - - [01/Jan/2026:00:00:00 +0000] GET / 200',
    '198.51.100.1 - - [01/Jan/2026:00:00:00 +0000] "GET / cut',
    '198.51.100.1 - - [01/Jan',
  ]) {
    assert.throws(() => accessFormat.open({}).parse(line), { code: 'TW_PARSE_MALFORMED' }, line);
  }
});
