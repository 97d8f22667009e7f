import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthenticator, sessionMs, type TokenRecords } from './authenticator.ts';

function memoryRecords(): TokenRecords & { readonly saved: Map<string, string> } {
  const saved = new Map<string, string>();
  return {
    saved,
    tokenHash: async (name) => saved.get(name),
    saveTokenHash: async (name, hash) => void saved.set(name, hash),
  };
}

test('generates a token once, keeps only its hash, and accepts it after a restart', async () => {
  const records = memoryRecords();
  const generated: string[] = [];
  const options = {
    records,
    adminToken: undefined,
    onGenerated: (token: string) => void generated.push(token),
  };
  await createAuthenticator(options);
  const again = await createAuthenticator(options);
  assert.equal(generated.length, 1);
  const [token = ''] = generated;
  assert.ok(!JSON.stringify([...records.saved]).includes(token));
  assert.equal(await again.acceptsToken(token), true);
  assert.equal(await again.acceptsToken(token), true);
  assert.equal(await again.acceptsToken(`${token}x`), false);
  assert.equal(await again.acceptsToken(''), false);
});

test('a token set from outside replaces the stored one', async () => {
  const records = memoryRecords();
  const onGenerated = () => assert.fail('nothing to generate');
  await createAuthenticator({ records, adminToken: 'first', onGenerated });
  const second = await createAuthenticator({ records, adminToken: 'second', onGenerated });
  assert.equal(await second.acceptsToken('first'), false);
  assert.equal(await second.acceptsToken('second'), true);
});

test('sessions end at their time, on sign-out, and never carry over', async () => {
  let nowMs = 1_000_000;
  const records = memoryRecords();
  const open = () =>
    createAuthenticator({ records, adminToken: 'a', onGenerated: () => {}, now: () => nowMs });
  const first = await open();
  const session = first.openSession();
  assert.equal(first.acceptsSession(session), true);
  assert.equal((await open()).acceptsSession(session), false);
  nowMs += sessionMs;
  assert.equal(first.acceptsSession(session), false);
  const another = first.openSession();
  first.closeSession(another);
  assert.equal(first.acceptsSession(another), false);
});

test('the number of sessions is bounded', async () => {
  const auth = await createAuthenticator({
    records: memoryRecords(),
    adminToken: 'a',
    onGenerated: () => {},
  });
  const oldest = auth.openSession();
  for (let count = 0; count < 1000; count += 1) auth.openSession();
  assert.equal(auth.acceptsSession(oldest), false);
});
