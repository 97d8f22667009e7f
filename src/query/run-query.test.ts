import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openClient } from '../store/engine/clients.ts';
import { freePort } from '../store/engine/embedded-engine.ts';
import type { Engine } from '../store/engine/engine.ts';
import { runQuery } from './run-query.ts';

/** An engine that never answers. */
async function deadEngine(withPeople: boolean): Promise<Engine> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const app = openClient({ url, username: 'u', password: 'p' });
  return {
    app,
    people: withPeople ? app : null,
    nodes: [app],
    database: 'trailwatch',
    cluster: null,
    health: async () => await Promise.resolve({ ready: false, reason: 'dead', version: '', restarts: 0 }),
    close: async () => await app.close(),
  };
}

test('languages to come say so', async () => {
  const engine = await deadEngine(true);
  for (const lang of ['insights', 'spl'] as const) {
    await assert.rejects(runQuery(engine, { query: 'fields @message', lang }), {
      code: 'TW_QUERY_LANGUAGE',
      hint: /--lang sql/,
    });
  }
});

test('without a read-only user nothing runs', async () => {
  const engine = await deadEngine(false);
  await assert.rejects(runQuery(engine, { query: 'SELECT 1', lang: 'sql' }), {
    code: 'TW_QUERY_FORBIDDEN',
    hint: /people_username/,
  });
});

test('an engine that does not answer can be tried again', async () => {
  const engine = await deadEngine(true);
  await assert.rejects(runQuery(engine, { query: 'SELECT 1', lang: 'sql' }), {
    code: 'TW_ENGINE_UNAVAILABLE',
    retryable: true,
  });
});
