import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attackLink, webAddress } from './attack.ts';

test('techniques, sub-techniques and tactics lead to their pages', () => {
  assert.deepEqual(attackLink('T1078.004'), {
    label: 'T1078.004',
    url: 'https://attack.mitre.org/techniques/T1078/004/',
  });
  assert.equal(attackLink('attack.t1562').url, 'https://attack.mitre.org/techniques/T1562/');
  assert.deepEqual(attackLink('defense-evasion'), {
    label: 'Defense evasion',
    url: 'https://attack.mitre.org/tactics/TA0005/',
  });
  assert.equal(attackLink('defense-impairment').url, 'https://attack.mitre.org/tactics/TA0112/');
  assert.equal(attackLink('attack.initial_access').url, 'https://attack.mitre.org/tactics/TA0001/');
});

test('what is unknown has no link', () => {
  for (const tag of ['constructor', 'T12', 'S0154', 'javascript:alert(1)'])
    assert.equal(attackLink(tag).url, null);
});

test('only web addresses become links', () => {
  assert.equal(webAddress('https://example.com/a'), 'https://example.com/a');
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'example.com', 'https://a b']) {
    assert.equal(webAddress(text), null);
  }
});
