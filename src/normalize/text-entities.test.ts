import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addTextEntities } from './text-entities.ts';

function entitiesIn(text: string): readonly unknown[] {
  const found: unknown[] = [];
  addTextEntities(text, { add: (value) => found.push(value) });
  return found;
}

test('finds addresses, ARNs, keys and ids among words', () => {
  const key = ['AKIA', 'EXAMPLE0KEY00000'].join('');
  assert.deepEqual(
    entitiesIn(
      `user arn:aws:iam::111122223333:user/alice from 198.51.100.7:443, key ${key}, on i-0123456789abcdef0 (2001:db8::7) at 10:00:00 v1.2.3.4.5 999.1.1.1`,
    ),
    ['arn:aws:iam::111122223333:user/alice', '198.51.100.7', key, 'i-0123456789abcdef0', '2001:db8::7'],
  );
  assert.deepEqual(entitiesIn('12:30:45 00:1b:63:84:45:e6 std::string ::'), []);
});

test('takes time in proportion to the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(':', '1', '.', 'a', ' '), maxLength: 4000 }),
      (text) => void entitiesIn(text),
    ),
  );
});
