import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectServer } from './connect-server.ts';
import { freePort } from './embedded-engine.ts';

test('a server that does not answer is told', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  await assert.rejects(connectServer({ url, username: 'u', password: 'p' }), {
    code: 'TW_ENGINE_UNAVAILABLE',
    message: new RegExp(url),
  });
});

test('a cluster needs the addresses of its nodes', async () => {
  const options = { url: 'http://127.0.0.1:1', username: 'u', password: 'p', cluster: 'logs' };
  await assert.rejects(connectServer(options), { code: 'TW_CONFIG_INVALID', hint: /node_urls/ });
});
