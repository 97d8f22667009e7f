import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { booleanOf, epochOf, firstText, integerOf, timeOf } from './read.ts';

test('a time is what Date.parse says, within what the store can hold', () => {
  const moment = fc.date({
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('2299-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, (date) => {
      const seconds = `${date.toISOString().slice(0, 19)}Z`;
      assert.equal(timeOf(seconds), Date.parse(seconds));
      assert.equal(timeOf(date.toISOString()), date.getTime());
    }),
  );
  const shape = fc.array(fc.constantFrom(...'0123456789-:TZ '), { minLength: 20, maxLength: 20 });
  const near = fc.tuple(moment, fc.nat(19), fc.constantFrom(...'0369-:TZx')).map(([date, at, put]) => {
    const text = `${date.toISOString().slice(0, 19)}Z`;
    return text.slice(0, at) + put + text.slice(at + 1);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        shape.map((parts) => parts.join('')),
        near,
      ),
      (text) => {
        const expected = Date.parse(text);
        const inRange = expected >= Date.UTC(1900, 0) && expected < Date.UTC(2300, 0);
        assert.equal(timeOf(text), inRange ? expected : null);
      },
    ),
    { numRuns: 1000 },
  );
});

test('numbers of any unit are times', () => {
  for (const value of [
    1_700_000_000,
    1_700_000_000_000,
    1_700_000_000_000_000,
    1.7e18,
    '1700000000',
    1_700_000_000n,
  ]) {
    assert.equal(epochOf(value), 1_700_000_000_000, String(value));
  }
  for (const value of [0, -1, Number.NaN, 1e30, 'soon', '', null, {}])
    assert.equal(epochOf(value), null, JSON.stringify(value));
});

test('values of another type are absent', () => {
  assert.deepEqual(
    [integerOf('12'), integerOf(12n), integerOf('1.5'), integerOf(1.5), integerOf({})],
    [12, 12, null, null, null],
  );
  assert.deepEqual(
    [booleanOf('Yes'), booleanOf('false'), booleanOf(1), booleanOf('maybe')],
    [true, false, null, null],
  );
  assert.equal(firstText(null, '', {}, 7, 'later'), '7');
});
