import { loadConfig } from '../src/config/load-config.ts';
import { createApp } from '../src/server/app.ts';
import { createAuthenticator } from '../src/server/auth/authenticator.ts';
import { openStores } from '../src/server/open-stores.ts';
import type { Dataset } from './dataset.ts';
import { percentile } from './statistics.ts';

export interface QueryTimes {
  readonly name: string;
  readonly sql: string;
  readonly apiP50Ms: number;
  readonly apiP95Ms: number;
  readonly engineP50Ms: number;
  readonly engineP95Ms: number;
  /** Of the medians: the API is to cost at most 1.15 times, or 10 ms more. */
  readonly ratio: number;
  readonly overheadMs: number;
}

/** Each query through the HTTP API and, with the same SQL, straight on the engine, in turns. */
export async function measureQueries(
  data: Dataset,
  dataDir: string,
  config: string,
  repeats: number,
): Promise<QueryTimes[]> {
  const loaded = await loadConfig({ path: config, dataDir, env: {}, cwd: process.cwd() });
  const stores = await openStores(loaded);
  try {
    const authenticator = await createAuthenticator({
      records: stores.control.tokens,
      adminToken: undefined,
      onGenerated: () => {},
    });
    const app = await createApp({
      config: loaded,
      stores,
      authenticator,
      sources: [],
      demo: false,
      loopbackOnly: true,
      log: () => {},
    });
    const url = await app.http.listen({ host: '127.0.0.1', port: 0 });
    const viaApi = async (sql: string): Promise<void> => {
      const response = await fetch(`${url}/api/v1/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${authenticator.localToken}` },
        body: JSON.stringify({ query: sql, lang: 'sql' }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${sql}: ${text}`);
    };
    const straight = async (sql: string): Promise<void> => {
      const { app: client, database } = stores.store.engine;
      const result = await client.query({
        query: sql.replace('FROM events', `FROM ${database}.events`),
        format: 'JSONCompactEachRowWithNamesAndTypes',
      });
      await result.text();
    };
    const times: QueryTimes[] = [];
    for (const { name, sql } of queriesFor(data))
      times.push(await measure(name, sql, viaApi, straight, repeats));
    await app.close();
    return times;
  } finally {
    await stores.close();
  }
}

type Run = (sql: string) => Promise<void>;

async function measure(
  name: string,
  sql: string,
  viaApi: Run,
  straight: Run,
  repeats: number,
): Promise<QueryTimes> {
  const [api, engine]: [number[], number[]] = [[], []];
  await straight(sql);
  await viaApi(sql);
  for (let i = 0; i < repeats; i++) {
    // Whoever comes second has warmer caches: they take turns.
    const order =
      i % 2 === 0
        ? ([
            [viaApi, api],
            [straight, engine],
          ] as const)
        : ([
            [straight, engine],
            [viaApi, api],
          ] as const);
    for (const [run, times] of order) {
      const started = performance.now();
      await run(sql);
      times.push(performance.now() - started);
    }
  }
  const [apiP50Ms, engineP50Ms] = [percentile(api, 0.5), percentile(engine, 0.5)];
  return {
    name,
    sql,
    apiP50Ms,
    apiP95Ms: percentile(api, 0.95),
    engineP50Ms,
    engineP95Ms: percentile(engine, 0.95),
    ratio: apiP50Ms / engineP50Ms,
    overheadMs: apiP50Ms - engineP50Ms,
  };
}

function queriesFor({ endMs }: Dataset): { readonly name: string; readonly sql: string }[] {
  const sqlTime = (ms: number) =>
    `toDateTime64('${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}', 3, 'UTC')`;
  const day = `time >= ${sqlTime(endMs - 2 * 86_400_000)} AND time < ${sqlTime(endMs - 86_400_000)}`;
  return [
    { name: 'count over a day', sql: `SELECT count() FROM events WHERE ${day}` },
    {
      name: 'top 10 operations',
      sql: 'SELECT operation, count() AS n FROM events GROUP BY operation ORDER BY n DESC LIMIT 10',
    },
    {
      name: 'one nested request parameter',
      sql: 'SELECT event.requestParameters.bucketName::String AS bucket, count() AS n FROM events GROUP BY bucket ORDER BY n DESC LIMIT 10',
    },
    { name: 'substring of raw', sql: "SELECT count() FROM events WHERE raw LIKE '%ayments-aud%'" },
    {
      name: 'one IP across all columns',
      sql: "SELECT count() FROM events WHERE has(entities, '203.0.113.20')",
    },
    {
      name: '24 h histogram',
      sql: `SELECT toStartOfInterval(time, INTERVAL 5 MINUTE) AS t, count() AS n FROM events WHERE ${day} GROUP BY t ORDER BY t`,
    },
  ];
}
