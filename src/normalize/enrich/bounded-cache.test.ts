import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedCache } from './bounded-cache.ts';

test('never holds more than its limit, and keeps what was used last', () => {
  const cache = new BoundedCache<number>(100);
  for (let i = 0; i < 1000; i += 1) {
    cache.set(`key ${i}`, i);
    assert.equal(cache.get('key 0'), 0, `after ${i}`);
    assert.ok(cache.size <= 100, `${cache.size} after ${i}`);
  }
  for (let i = 960; i < 1000; i += 1) assert.equal(cache.get(`key ${i}`), i);
  assert.equal(cache.get('key 500'), undefined);
});
