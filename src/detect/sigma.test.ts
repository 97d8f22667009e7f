import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Event } from '../event/event.ts';
import { createDetector } from './detector.ts';
import { evaluate } from './evaluate.ts';
import { detectionRule, eventOf, ruleOf } from './testing.ts';

/** Each row: what is shown, the selection (or whole detection), events that must match, events that must not. */
type Row = readonly [name: string, detection: string, yes: readonly unknown[], no: readonly unknown[]];

function check(title: string, rows: readonly Row[], head = ''): void {
  suite(title, () => {
    for (const [name, detection, yes, no] of rows) {
      test(name, () => {
        const whole = /^condition:/m.test(detection)
          ? detection
          : `s:\n${detection.replaceAll(/^/gm, '  ')}\ncondition: s`;
        const rule = ruleOf(detectionRule(whole, head));
        const detector = createDetector([rule]);
        for (const [events, expected] of [
          [yes, true],
          [no, false],
        ] as const) {
          for (const given of events) {
            const event = toEvent(given);
            const shown = JSON.stringify(given);
            assert.equal(evaluate(rule.expr, event), expected, `interpreter, ${shown}`);
            assert.equal(detector.match(event).length > 0, expected, `detector, ${shown}`);
          }
        }
      });
    }
  });
}

function toEvent(given: unknown): Event {
  // JSON, so that keys such as __proto__ arrive as they do from logs.
  return eventOf(JSON.parse(typeof given === 'string' ? given : JSON.stringify(given)));
}

const cmd16 = Buffer.from('cmd', 'utf16le');

check('values', [
  [
    'text without regard to case',
    'a: Bob',
    [{ a: 'bob' }, { a: 'BOB' }],
    [{ a: 'bobby' }, { a: '' }, {}, { b: 'bob' }, { a: null }],
  ],
  [
    '* stands for any run of characters',
    "a: 'x*z'",
    [{ a: 'xz' }, { a: 'x\nyz' }],
    [{ a: 'xzy' }, { a: 'axz' }],
  ],
  [
    '? stands for one character',
    "a: 'x?z'",
    [{ a: 'xyz' }, { a: 'x😀z' }, { a: 'x\nz' }],
    [{ a: 'xz' }, { a: 'xyyz' }],
  ],
  ['* alone is any text, also an empty one', "a: '*'", [{ a: '' }, { a: 'x' }, { a: 1 }], [{}, { a: null }]],
  [
    'several wildcards keep their order',
    "a: 'a*b?c*'",
    [{ a: 'aXbYcZ' }, { a: 'abbbc' }],
    [{ a: 'acb' }, { a: 'abc' }],
  ],
  ['escaped wildcards are plain', "a: 'x\\*\\?'", [{ a: 'x*?' }], [{ a: 'xyy' }]],
  ['an escaped backslash before a wildcard', "a: 'x\\\\*'", [{ a: 'x\\' }, { a: 'x\\y' }], [{ a: 'x*' }]],
  ['three backslashes and a wildcard are both plain', "a: 'x\\\\\\*'", [{ a: 'x\\*' }], [{ a: 'x\\y' }]],
  ['one or two backslashes are one', "a: 'C:\\Win\\\\x'", [{ a: 'c:\\win\\x' }], [{ a: 'c:\\win\\\\x' }]],
  ['the empty text', "a: ''", [{ a: '' }], [{}, { a: null }, { a: ' ' }, { a: [] }]],
  [
    'null is missing or null',
    'a: null',
    [{}, { a: null }, { a: [1, null] }],
    [{ a: '' }, { a: 0 }, { a: [] }, { a: {} }],
  ],
  [
    'a number matches a number and its text',
    'a: 22',
    [{ a: 22 }, { a: '22' }],
    [{ a: 220 }, { a: '022' }, { a: '22.0' }],
  ],
  ['a text matches a number', "a: '22'", [{ a: 22 }], [{ a: 23 }]],
  [
    'a number with a leading zero matches as written too',
    'a: 012345',
    [{ a: '012345' }, { a: 12345 }],
    [{ a: '12346' }],
  ],
  [
    'booleans match themselves and their text',
    'a: true',
    [{ a: true }, { a: 'True' }],
    [{ a: 1 }, { a: false }],
  ],
  ['a list is any of its values', 'a: [x, 2, true]', [{ a: 'X' }, { a: 2 }, { a: true }], [{ a: 'y' }, {}]],
  ['null within a list', "a: ['x', null]", [{ a: 'x' }, {}, { a: null }], [{ a: 'y' }]],
  ['a map is all of its fields', 'a: 1\nb: 2', [{ a: 1, b: 2 }], [{ a: 1 }, { b: 2 }, { a: 2, b: 1 }]],
  [
    'a list of maps is any of them',
    '- a: 1\n  b: 2\n- c: 3',
    [{ a: 1, b: 2 }, { c: 3 }],
    [{ a: 1 }, { b: 2 }],
  ],
  [
    'keywords are looked for in the whole record',
    '- evil*corp\n- 4711',
    ['{"x":"An EVIL big CORP"}', { y: { z: 4711 } }],
    [{ x: 'corp evil' }],
  ],
  ['keywords with all', "'|all':\n  - one\n  - two", [{ a: 'one', b: 'two' }], [{ a: 'one' }]],
  ['keywords as a regular expression', "'|re':\n  - 'id-[0-9]{3}'", [{ a: 'xid-123' }], [{ a: 'id-12' }]],
  [
    'a keyword with quotes or backslashes matches JSON as it is written',
    "- 'say \"hi\"'\n- 'C:\\Temp'",
    [{ a: 'say "hi"' }, { a: 'c:\\temp\\x' }],
    [{ a: 'say hi' }],
  ],
  ['one text is a keyword', 's: needle\ncondition: s', [{ a: 'a needle' }], [{ a: 'x' }]],
]);

check('fields', [
  [
    'a path leads into objects',
    'a.b.c: x',
    [{ a: { b: { c: 'x' } } }],
    [{ a: { b: 'x' } }, { a: 'x' }, { c: 'x' }],
  ],
  [
    'a key with dots wins over the path',
    'a.b: x',
    [{ 'a.b': 'x', a: { b: 'y' } }, { a: { b: 'x' } }],
    [{ 'a.b': 'y', a: { b: 'x' } }],
  ],
  [
    'keys with dots further down',
    'a.b.c.d: x',
    [{ a: { 'b.c': { d: 'x' } } }, { a: { 'b.c.d': 'x' } }, { 'a.b': { c: { d: 'x' } } }],
    [{ a: { 'b.c': 'x' } }],
  ],
  [
    'any member of an array',
    'a: x',
    [{ a: ['y', 'X'] }, { a: [['x']] }],
    [{ a: [] }, { a: ['y'] }, { a: [null] }],
  ],
  [
    'any member of an array of objects',
    'a.b: x',
    [{ a: [{ b: 'y' }, { b: 'x' }] }, { a: [{ b: ['x'] }] }],
    [{ a: [{ c: 'x' }] }, { a: ['x'] }],
  ],
  [
    'an object compared as text is its JSON',
    'a|contains: \'"b":1\'',
    [{ a: { b: 1 } }, { a: [{ b: 1 }] }],
    [{ a: { b: 2 } }],
  ],
  [
    'names from Object.prototype are absent',
    'constructor|exists: true',
    ['{"constructor":1}'],
    [{}, { a: 1 }],
  ],
  ['nor do they lead anywhere', '__proto__.a: x', ['{"__proto__":{"a":"x"}}'], [{ a: 'x' }]],
  ['toString is no value', "toString|contains: ''", ['{"toString":"x"}'], [{}]],
]);

test('native fields come first, then core columns', () => {
  const rule = ruleOf(detectionRule('s:\n  src_ip: 192.0.2.1\n  resources|contains: bucket\ncondition: s'));
  const columns = { src_ip: '192.0.2.1', resources: ['arn:aws:s3:::a', 'arn:aws:s3:::bucket'] };
  const detector = createDetector([rule]);
  assert.equal(detector.match(eventOf({}, columns)).length, 1);
  assert.equal(detector.match(eventOf({ src_ip: '192.0.2.2' }, columns)).length, 0);
  assert.equal(detector.match(eventOf({ src_ip: null }, columns)).length, 0);
  assert.equal(detector.match(eventOf({}, { src_ip: '192.0.2.1' })).length, 0);
});

test('an empty core column is absent', () => {
  const rule = ruleOf(detectionRule('s:\n  actor|exists: false\n  mfa: null\ncondition: s'));
  assert.equal(createDetector([rule]).match(eventOf({})).length, 1);
  assert.equal(createDetector([rule]).match(eventOf({}, { actor: 'eve' })).length, 0);
  assert.equal(createDetector([rule]).match(eventOf({}, { mfa: false })).length, 0);
});

check('modifiers', [
  ['contains', 'a|contains: [ell, zz]', [{ a: 'hELLo' }, { a: ['x', 'hello'] }], [{ a: 'hel lo' }, {}]],
  ['contains with a wildcard inside', "a|contains: 'e?l*o'", [{ a: 'hello world' }], [{ a: 'helo' }]],
  ['contains an empty text is any text', "a|contains: ''", [{ a: '' }, { a: 5 }], [{}, { a: null }]],
  ['startswith', 'a|startswith: he', [{ a: 'Hello' }], [{ a: 'ahe' }]],
  ['endswith', "a|endswith: 'lo'", [{ a: 'heLLO' }], [{ a: 'lol' }]],
  ['all', 'a|contains|all: [one, two]', [{ a: 'two one' }, { a: ['one', 'two'] }], [{ a: 'one' }]],
  ['cased', 'a|cased: Bob', [{ a: 'Bob' }], [{ a: 'bob' }]],
  ['contains cased', 'a|contains|cased: Ob', [{ a: 'bOb' }], [{ a: 'bob' }]],
  [
    're searches and minds case',
    "a|re: 'b+c$'",
    [{ a: 'abbc' }, { a: ['x', 'bc'] }],
    [{ a: 'aBBC' }, { a: 'bcd' }],
  ],
  ['re with i', "a|re|i: '^b+c'", [{ a: 'BBC' }], [{ a: 'abc' }]],
  ['re with m', "a|re|m: '^b$'", [{ a: 'a\nb\nc' }], [{ a: 'a b' }]],
  ['re without m', "a|re: '^b$'", [{ a: 'b' }], [{ a: 'a\nb\nc' }]],
  ['re with s', "a|re|s: 'a.b'", [{ a: 'a\nb' }], [{ a: 'ab' }]],
  ['re without s', "a|re: 'a.b'", [{ a: 'axb' }], [{ a: 'a\nb' }]],
  ['re with all flags', "a|re|i|m|s: '^B.C$'", [{ a: 'x\nb\nc\ny' }], [{ a: 'xb\nc' }]],
  [
    'cidr v4',
    'a|cidr: [10.0.0.0/8, 192.0.2.7]',
    [{ a: '10.1.2.3' }, { a: '192.0.2.7' }, { a: '::ffff:10.0.0.1' }],
    [{ a: '11.0.0.1' }, { a: '010.1.2.3' }, { a: 'ec2.amazonaws.com' }, { a: '10.1.2' }],
  ],
  [
    'cidr v6',
    "a|cidr: '2001:db8::/33'",
    [{ a: '2001:db8::1' }, { a: '2001:DB8:7fff::' }],
    [{ a: '2001:db8:8000::' }, { a: '10.0.0.1' }],
  ],
  ['cidr of everything', "a|cidr: '0.0.0.0/0'", [{ a: '203.0.113.1' }], [{ a: '::1' }, { a: 'x' }]],
  ['base64', 'a|base64: foobar', [{ a: 'Zm9vYmFy' }], [{ a: 'foobar' }]],
  ['base64 contains', 'a|base64|contains: foobar', [{ a: 'xxZm9vYmFyyy' }], [{ a: 'foobar' }]],
  [
    'base64offset finds all three shifts',
    'a|base64offset|contains: foobar',
    ['', 'x', 'xx', 'xxx'].map((pad) => ({ a: Buffer.from(`${pad}foobar!`).toString('base64') })),
    [{ a: Buffer.from('fooba!').toString('base64') }],
  ],
  [
    'wide',
    'a|wide|base64|contains: cmd',
    [{ a: cmd16.toString('base64') }],
    [{ a: Buffer.from('cmd').toString('base64') }],
  ],
  ['utf16le', 'a|utf16le|base64: cmd', [{ a: cmd16.toString('base64') }], [{ a: 'Y21k' }]],
  [
    'utf16be',
    'a|utf16be|base64: cmd',
    [{ a: Buffer.from(cmd16).swap16().toString('base64') }],
    [{ a: cmd16.toString('base64') }],
  ],
  [
    'utf16',
    'a|utf16|base64: cmd',
    [{ a: Buffer.concat([Buffer.from([0xff, 0xfe]), cmd16]).toString('base64') }],
    [{ a: cmd16.toString('base64') }],
  ],
  [
    'wide base64offset',
    'a|wide|base64offset|contains: cmd',
    [{ a: Buffer.concat([Buffer.from('x'), cmd16]).toString('base64') }],
    [{ a: 'Y21k' }],
  ],
  [
    'windash',
    "a|windash|contains: ' -enc '",
    ['-', '/', '–', '—', '―'].map((dash) => ({ a: `p ${dash}enc x` })),
    [{ a: 'p +enc x' }, { a: 'p --enc x' }],
  ],
  [
    'windash leaves dashes within words alone',
    "a|windash: 'a-b -c'",
    [{ a: 'a-b /c' }, { a: 'a-b -c' }],
    [{ a: 'a/b -c' }],
  ],
  ['exists: true', 'a|exists: true', [{ a: '' }, { a: null }, { a: [] }], [{}, { b: 1 }]],
  ['exists: false', 'a|exists: false', [{}, { b: 1 }], [{ a: null }, { a: 0 }]],
  [
    'exists on a path through an array',
    'a.b|exists: true',
    [{ a: [{}, { b: null }] }],
    [{ a: [{}] }, { a: [] }],
  ],
  ['lt', 'a|lt: 5', [{ a: 4 }, { a: '4.5' }, { a: -1 }], [{ a: 5 }, { a: 'x' }, {}, { a: null }, { a: '' }]],
  ['lte', 'a|lte: 5', [{ a: 5 }], [{ a: 5.1 }]],
  ['gt', 'a|gt: 5', [{ a: 6 }, { a: '1e3' }, { a: [1, 9] }], [{ a: 5 }, { a: 'NaN' }, { a: '0x10' }]],
  ['gte', 'a|gte: 5', [{ a: 5 }], [{ a: 4 }]],
  ['neq', 'a|neq: x', [{ a: 'y' }, {}, { a: ['y'] }], [{ a: 'X' }, { a: ['y', 'x'] }]],
  ['neq with a number and a list', 'a|neq: [1, 2]', [{ a: 3 }], [{ a: 1 }, { a: '2' }]],
  ['neq with contains', 'a|contains|neq: x', [{ a: 'y' }], [{ a: 'axb' }]],
  [
    'fieldref',
    'a|fieldref: b.c',
    [
      { a: 'X', b: { c: 'x' } },
      { a: 1, b: { c: '1' } },
      { a: ['p', 'q'], b: [{ c: 'q' }] },
    ],
    [{ a: 'x' }, { b: { c: 'x' } }, {}, { a: null, b: { c: null } }],
  ],
  ['fieldref neq', 'a|fieldref|neq: b', [{ a: 'x', b: 'y' }, { a: 'x' }], [{ a: 'x', b: 'X' }]],
  ['fieldref startswith', 'a|fieldref|startswith: b', [{ a: 'hello', b: 'HE' }], [{ a: 'hello', b: 'lo' }]],
  ['fieldref endswith', 'a|fieldref|endswith: b', [{ a: 'hello', b: 'lo' }], [{ a: 'hello', b: 'he' }]],
  ['fieldref contains', 'a|fieldref|contains: b', [{ a: 'hello', b: 'ell' }], [{ a: 'ell', b: 'hello' }]],
  ['fieldref cased', 'a|fieldref|cased: b', [{ a: 'x', b: 'x' }], [{ a: 'x', b: 'X' }]],
  [
    'minute',
    'a|minute: 7',
    [{ a: '2026-03-04T05:07:09Z' }, { a: 1772600820 }],
    [{ a: '2026-03-04T07:05:00Z' }, { a: '2026-03-04' }],
  ],
  [
    'hour',
    'a|hour: [5, 6]',
    [{ a: '2026-03-04T05:07:09+02:00' }],
    [{ a: '2026-03-04T07:05:00Z' }, { a: 'x' }],
  ],
  ['hour with a bound', 'a|hour|gte: 22', [{ a: '2026-03-04 23:00:00' }], [{ a: '2026-03-04 21:59:59' }]],
  ['day', 'a|day: 4', [{ a: '2026-03-04' }], [{ a: '2026-03-05' }]],
  ['week', 'a|week: 1', [{ a: '2026-01-01' }, { a: '2024-12-30' }], [{ a: '2026-01-05' }]],
  ['month', 'a|month: 3', [{ a: '2026-03-04T00:00:00Z' }], [{ a: '2026-04-04' }]],
  ['year', 'a|year: 2026', [{ a: '2026-03-04' }, { a: 1772600820000 }], [{ a: '2025-03-04' }]],
]);

check('conditions', [
  [
    'and, or and not, by binding',
    'x: {a: 1}\ny: {b: 1}\nz: {c: 1}\ncondition: x or y and not z',
    [{ a: 1, c: 1 }, { b: 1 }],
    [{ b: 1, c: 1 }, {}],
  ],
  [
    'parentheses',
    'x: {a: 1}\ny: {b: 1}\nz: {c: 1}\ncondition: (x or y) and not z',
    [{ a: 1 }, { b: 1 }],
    [{ a: 1, c: 1 }, {}],
  ],
  ['not of a group', 'x: {a: 1}\ny: {b: 1}\ncondition: not (x or y)', [{}], [{ a: 1 }, { b: 1 }]],
  ['double not', 'x: {a: 1}\ncondition: not not x', [{ a: 1 }], [{}]],
  ['words in capitals', 'x: {a: 1}\ny: {b: 1}\ncondition: x AND NOT y', [{ a: 1 }], [{ a: 1, b: 1 }]],
  [
    '1 of a pattern',
    's_a: {a: 1}\ns_b: {b: 1}\nf: {c: 1}\ncondition: 1 of s_* and not f',
    [{ a: 1 }, { b: 1 }],
    [{}, { a: 1, c: 1 }],
  ],
  ['any of a pattern', 's_a: {a: 1}\ns_b: {b: 1}\ncondition: any of s_*', [{ b: 1 }], [{}]],
  ['all of a pattern', 's_a: {a: 1}\ns_b: {b: 1}\ncondition: all of s_*', [{ a: 1, b: 1 }], [{ a: 1 }]],
  [
    '2 of a pattern',
    's_a: {a: 1}\ns_b: {b: 1}\ns_c: {c: 1}\ncondition: 2 of s_*',
    [
      { a: 1, c: 1 },
      { a: 1, b: 1, c: 1 },
    ],
    [{ a: 1 }, {}],
  ],
  [
    'not 2 of them',
    'a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition: not 2 of them',
    [{ a: 1 }, {}],
    [{ a: 1, c: 1 }],
  ],
  [
    '1 of them leaves out names that start with an underscore',
    'a: {a: 1}\n_b: {b: 1}\ncondition: 1 of them',
    [{ a: 1 }],
    [{ b: 1 }],
  ],
  ['all of them', 'a: {a: 1}\n_b: {b: 1}\nc: {c: 1}\ncondition: all of them', [{ a: 1, c: 1 }], [{ a: 1 }]],
  [
    'a pattern with the star elsewhere',
    'x_1_z: {a: 1}\nx_2_z: {b: 1}\nx_3_y: {c: 1}\ncondition: 1 of x*z',
    [{ a: 1 }, { b: 1 }],
    [{ c: 1 }],
  ],
  [
    'not 1 of a pattern',
    's: {a: 1}\nf_1: {b: 1}\nf_2: {c: 1}\ncondition: s and not 1 of f_*',
    [{ a: 1 }],
    [
      { a: 1, b: 1 },
      { a: 1, c: 1 },
    ],
  ],
  [
    'not all of a pattern',
    's: {a: 1}\nf_1: {b: 1}\nf_2: {c: 1}\ncondition: s and not all of f_*',
    [{ a: 1, b: 1 }],
    [{ a: 1, b: 1, c: 1 }],
  ],
  [
    'a list of conditions is any of them',
    'x: {a: 1}\ny: {b: 1}\ncondition: [x, y]',
    [{ a: 1 }, { b: 1 }],
    [{}],
  ],
  ['names with dashes and digits', 'sel-1.x: {a: 1}\ncondition: sel-1.x', [{ a: 1 }], [{}]],
  [
    'not null asks for a value',
    's: {a: 1}\nn: {b: null}\ncondition: s and not n',
    [{ a: 1, b: 0 }],
    [{ a: 1 }, { a: 1, b: null }],
  ],
]);

const connections = [
  { p: 'tcp', ip: '10.0.0.1' },
  { p: 'udp', ip: '192.0.2.1' },
];
check(
  'array selectors, sigma-version 3',
  [
    [
      'any: one member meets all',
      'c[any]:\n  p: tcp\n  ip|cidr: 10.0.0.0/8',
      [{ c: connections }],
      [
        {
          c: [
            { p: 'udp', ip: '10.0.0.1' },
            { p: 'tcp', ip: '192.0.2.1' },
          ],
        },
        { c: [] },
        {},
      ],
    ],
    [
      'without a selector members are mixed',
      'c.p: udp\nc.ip: 10.0.0.1',
      [{ c: connections }],
      [{ c: [{ p: 'tcp', ip: '10.0.0.1' }] }],
    ],
    [
      'all: every member, and at least one',
      'c[all]:\n  p: tcp',
      [{ c: [{ p: 'tcp' }, { p: 'TCP' }] }],
      [{ c: connections }, { c: [] }, {}],
    ],
    [
      'all_or_empty',
      'c[all_or_empty]:\n  p: tcp',
      [{ c: [{ p: 'tcp' }] }, { c: [] }, {}],
      [{ c: connections }],
    ],
    ['none', 'c[none]:\n  p: icmp', [{ c: connections }, { c: [] }, {}], [{ c: [{ p: 'icmp' }] }]],
    [
      'a quantifier before the rest of a path',
      'c[all].p: tcp',
      [{ c: [{ p: 'tcp' }] }],
      [{ c: connections }],
    ],
    [
      'a quantifier with modifiers on plain members',
      'a[all]|startswith: x',
      [{ a: ['x1', 'X2'] }, { a: 'x' }],
      [{ a: ['x1', 'y'] }, { a: [] }],
    ],
    ['a position', 'c[1].p: udp', [{ c: connections }], [{ c: [{ p: 'udp' }] }, { c: { 1: { p: 'udp' } } }]],
    ['the member itself', "a[any]:\n  .: x\n  .|startswith: 'x'", [{ a: ['y', 'x'] }], [{ a: ['y'] }]],
    [
      'a block with a condition',
      'c[any]:\n  s: {p: tcp}\n  f: {ip: 10.0.0.1}\n  condition: s and not f',
      [{ c: [...connections, { p: 'tcp', ip: '1.1.1.1' }] }],
      [{ c: connections }],
    ],
    [
      'blocks within blocks',
      'c[any]:\n  p: tcp\n  tags[all]|startswith: a',
      [{ c: [{ p: 'tcp', tags: ['a1', 'a2'] }] }],
      [{ c: [{ p: 'tcp', tags: ['a', 'b'] }] }],
    ],
    [
      'a list of blocks is any of them',
      'c[any]:\n  - p: tcp\n  - ip: x',
      [{ c: [{ ip: 'x' }] }],
      [{ c: [{ p: 'udp' }] }],
    ],
    ['brackets are plain when escaped', "'a\\[any\\]': x", [{ 'a[any]': 'x' }], [{ a: ['x'] }]],
    [
      'hostile names stay absent within members',
      'c[any]:\n  constructor|exists: true',
      ['{"c":[{"constructor":1}]}'],
      [{ c: [{}] }],
    ],
  ],
  'sigma-version: 3\n',
);

check('array selectors are plain names before version 3', [
  ['brackets', "'a[any]': x", [{ 'a[any]': 'x' }], [{ a: ['x'] }]],
]);
