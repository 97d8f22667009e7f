import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from './detector.ts';
import { createFinding } from './finding.ts';
import { detectionRule, eventOf, ruleOf } from './testing.ts';

const detection = 's:\n  eventName: StopLogging\ncondition: s';
const columns = {
  operation: 'StopLogging',
  actor: 'arn:aws:iam::111122223333:user/eve',
  src_ip: '203.0.113.9',
};

test('a match becomes a finding with the same id every time', () => {
  const rule = ruleOf(
    detectionRule(detection, 'tags: [attack.t1685.002, attack.defense-impairment, cve.2020-1]\n'),
  );
  const event = eventOf({ eventName: 'stoplogging' }, { ...columns, time: 5 });
  const [matched] = createDetector([rule]).match(event);
  assert.ok(matched);
  const finding = createFinding(matched, event, 'e1');
  assert.deepEqual(finding, createFinding(matched, event, 'e1'));
  assert.notEqual(finding.id, createFinding(matched, event, 'e2').id);
  assert.match(finding.id, /^[0-9a-f]{32}$/);
  assert.match(finding.ruleVersion, /^[0-9a-f]{12}$/);
  assert.deepEqual(finding.attack, ['T1685.002', 'defense-impairment']);
  assert.equal(finding.severity, 'low');
  assert.equal(finding.timeMs, 5);
  assert.equal(finding.sentence, `t: StopLogging by ${columns.actor} from 203.0.113.9`);
});

test('a template takes native fields first, then core columns, and ? for what is absent', () => {
  const text = detectionRule(
    detection,
    'trailwatch:\n  sentence: "{userIdentity.userName} from {src_ip} stopped {requestParameters.name}; {items.id}"\n',
  );
  const event = eventOf(
    {
      eventName: 'StopLogging',
      userIdentity: { userName: 'eve' },
      items: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
    },
    columns,
  );
  assert.equal(
    createFinding(ruleOf(text), event, 'e').sentence,
    'eve from 203.0.113.9 stopped ?; 1, 2, 3 and 1 more',
  );
});

test('control characters, escapes and bidi marks of values are written out, and length is bounded', () => {
  const text = detectionRule(detection, 'trailwatch:\n  sentence: "{a} {b}"\n');
  const event = eventOf({
    eventName: 'StopLogging',
    a: '\u001b[31mred\u202eevil\u0000',
    b: '😀'.repeat(5_000),
  });
  const { sentence } = createFinding(ruleOf(text), event, 'e');
  assert.ok(sentence.startsWith('\\u001b[31mred\\u202eevil\\u0000 😀'));
  assert.ok(sentence.length <= 600 && sentence.endsWith('…'));
  assert.ok(sentence.isWellFormed());
});
