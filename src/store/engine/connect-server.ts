import { TrailwatchError } from '../../base/errors.ts';
import { openClient } from './clients.ts';
import { defaultDatabase, type Engine, type EngineHealth } from './engine.ts';
import { engineError } from './engine-errors.ts';

export interface ServerOptions {
  /** http:// or https:// with the HTTP port. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database?: string | undefined;
  /** A cluster in the server's `remote_servers`; needs `nodeUrls`. */
  readonly cluster?: string | undefined;
  /** Every node of the cluster, `url` among them: statements that define tables run on each, without a coordinator. */
  readonly nodeUrls?: readonly string[] | undefined;
  /** Sent with every request, where something in front of the server asks for them. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The read-only user for people's SQL; without it people's queries are refused. */
  readonly peopleUsername?: string | undefined;
  readonly peoplePassword?: string | undefined;
}

/** A ClickHouse server or cluster of your own. Throws TW_ENGINE_UNAVAILABLE where it does not answer. */
export async function connectServer(options: ServerOptions): Promise<Engine> {
  const { username, password, cluster, headers } = options;
  if (cluster !== undefined && (options.nodeUrls ?? []).length === 0) {
    throw new TrailwatchError('TW_CONFIG_INVALID', 'engine.cluster is set without engine.node_urls.', {
      hint: 'List the HTTP address of every node of the cluster in engine.node_urls.',
    });
  }
  const app = openClient({ url: options.url, username, password, headers });
  const people =
    options.peopleUsername === undefined
      ? null
      : openClient({
          url: options.url,
          username: options.peopleUsername,
          password: options.peoplePassword ?? '',
          database: options.database ?? defaultDatabase,
          connectionsMax: 8,
          headers,
        });
  const others = (options.nodeUrls ?? [])
    .filter((url) => url !== options.url)
    .map((url) => openClient({ url, username, password, headers, connectionsMax: 4 }));
  const engine: Engine = {
    app,
    people,
    nodes: [app, ...others],
    database: options.database ?? defaultDatabase,
    cluster: cluster ?? null,
    async health(): Promise<EngineHealth> {
      try {
        const answer = await app.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
        const [row] = await answer.json<{ version: string }>();
        return { ready: true, reason: '', version: row?.version ?? '', restarts: 0 };
      } catch (error) {
        return {
          ready: false,
          reason: engineError(error, 'asking the engine').message,
          version: '',
          restarts: 0,
        };
      }
    },
    async close(): Promise<void> {
      await Promise.all([app, people, ...others].map(async (client) => await client?.close()));
    },
  };
  const health = await engine.health();
  if (!health.ready) {
    await engine.close();
    throw new TrailwatchError('TW_ENGINE_UNAVAILABLE', `${options.url}: ${health.reason}`, {
      hint: 'Check engine.url, engine.username and engine.password in trailwatch.yaml, and that the server runs.',
    });
  }
  return engine;
}
