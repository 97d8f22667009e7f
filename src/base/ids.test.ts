import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chainId, chainStart, hash128Hex, identityOf, idBytes } from './ids.ts';

const hexOf = (parts: readonly string[]) => identityOf(parts).toString('hex');

test('no two lists of parts share a hash because of where they are cut', () => {
  assert.notEqual(hash128Hex('ab', 'c'), hash128Hex('a', 'bc'));
  assert.notEqual(hash128Hex('a', ''), hash128Hex('a'));
});

test('equal parts give equal identities, other parts others', () => {
  const part = fc.oneof(fc.string(), fc.uuid(), fc.constantFrom('aws.cloudtrail', '111122223333'));
  const list = fc.array(part, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      assert.equal(identityOf(left).length, idBytes);
      assert.equal(hexOf(left), hexOf([...left]));
      if (JSON.stringify(left) !== JSON.stringify(right)) assert.notEqual(hexOf(left), hexOf(right));
    }),
    { numRuns: 2000 },
  );
});

test('the same UUID in two accounts is two events', () => {
  const id = '0283c606-d0a0-59cf-ad7a-63a9e0dec1ec';
  assert.notEqual(
    hexOf(['aws.cloudtrail', '111122223333', id]),
    hexOf(['aws.cloudtrail', '444455556666', id]),
  );
  assert.notEqual(hexOf(['aws.cloudtrail', '1', id]), hexOf(['aws.guardduty', '1', id]));
});

test('a chain tells equal records at different places apart', () => {
  const line = Buffer.from('same');
  const first = chainId(chainStart, line);
  assert.notDeepEqual(chainId(first, line), first);
  assert.deepEqual(chainId(chainStart, line), first);
});
