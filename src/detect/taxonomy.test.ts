import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from './detector.ts';
import { lintRules } from './lint-rules.ts';
import { parseRules } from './load-rules.ts';
import { eventOf } from './testing.ts';

const rule = (category: string, field: string): string =>
  `title: t\nid: r\nlevel: low\nlogsource: {category: ${category}}\ndetection: {s: {'${field}': evil}, condition: s}\n`;

test('a generic rule finds the field under the name that each format has for it', () => {
  const web = createDetector(parseRules(rule('webserver', 'c-useragent|contains'), 'r.yml').rules);
  assert.equal(web.match(eventOf({ user_agent: 'evil/1' }, {}, 'aws.alb')).length, 1);
  assert.equal(web.match(eventOf({ 'cs-user-agent': 'evil/1' }, {}, 'app.access')).length, 1);
  assert.equal(
    web.match(eventOf({ 'cs(User-Agent)': 'x' }, { user_agent: 'evil' }, 'aws.cloudfront')).length,
    1,
  );
  const dns = createDetector(parseRules(rule('dns', 'answer'), 'r.yml').rules);
  assert.equal(dns.match(eventOf({ answers: [{ Rdata: 'evil' }] }, {}, 'aws.route53resolver')).length, 1);
  assert.equal(dns.match(eventOf({ answer: 'evil' }, {}, 'aws.route53resolver')).length, 0);
});

test('lint knows those names', () => {
  const load = parseRules(rule('dns', 'query'), 'r.yml');
  const { warnings } = lintRules(load, { knownFields: () => new Set(['query_name']), samples: false });
  assert.deepEqual(warnings, []);
});
