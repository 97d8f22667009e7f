import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrailwatchError } from '../base/errors.ts';
import { withRetry } from './retry.ts';

const full = () => new TrailwatchError('TW_STORE_FULL', 'full');

test('a retryable failure is tried again, a permanent one is not', async () => {
  const { signal } = new AbortController();
  const result = await withRetry({ forMs: 60_000, signal }, async (attempt) => {
    if (attempt === 0) throw full();
    return attempt;
  });
  assert.equal(result, 1);
  let attempts = 0;
  const permanent = withRetry({ forMs: 60_000, signal }, async () => {
    attempts += 1;
    throw new TrailwatchError('TW_STORE_CORRUPT', 'damaged');
  });
  await assert.rejects(permanent, { code: 'TW_STORE_CORRUPT' });
  assert.equal(attempts, 1);
});

test('when time is up or the signal comes, the last error is thrown', async () => {
  const stop = new AbortController();
  await assert.rejects(
    withRetry({ forMs: 0, signal: stop.signal }, () => Promise.reject(full())),
    { code: 'TW_STORE_FULL' },
  );
  const waiting = withRetry({ forMs: Number.POSITIVE_INFINITY, signal: stop.signal }, () =>
    Promise.reject(full()),
  );
  setImmediate(() => stop.abort());
  await assert.rejects(waiting, { code: 'TW_STORE_FULL' });
});
