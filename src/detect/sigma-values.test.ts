import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from './detector.ts';
import { detectionRule, eventOf, ruleOf } from './testing.ts';
import { checkTable } from './testing-table.ts';

checkTable('values', [
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

checkTable('fields', [
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
