import { randomUUID } from 'node:crypto';
import packageJson from '../../package.json' with { type: 'json' };
import type { IngestResult, QueryRequest, QueryResult } from '../api/query.ts';
import { errorLine, TrailwatchError } from '../base/errors.ts';
import { hash128Hex } from '../base/ids.ts';
import { isLogType } from '../event/log-types.ts';
import { type Activity, createActivity } from '../pipeline/activity.ts';
import { type Pipeline, startPipeline } from '../pipeline/pipeline.ts';
import { replayDeadLetters } from '../pipeline/replay-dead-letters.ts';
import { defaultRowsMax, runQuery } from '../query/run-query.ts';
import type { Source } from '../sources/source.ts';
import { createSelect } from '../store/read/create-select.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { uiPath } from './built-in.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import type { Stores } from './open-stores.ts';
import { addEventRoutes } from './routes/event-routes.ts';
import { addFindingRoutes } from './routes/finding-routes.ts';
import { addLedgerRoutes } from './routes/ledger-routes.ts';
import { addLiveRoutes } from './routes/live-routes.ts';
import { addQueryRoutes } from './routes/query-routes.ts';
import { addSessionRoutes } from './routes/session-routes.ts';
import type { IngestOptions, RouteContext } from './routes/context.ts';
import { createRuleCatalog } from './rule-catalog.ts';
import { decodeLimits, enrichSetup } from './settings.ts';
import type { Config } from '../config/load-config.ts';

export interface AppOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly authenticator: Authenticator;
  readonly sources: readonly Source[];
  readonly demo: boolean;
  readonly loopbackOnly: boolean;
  readonly log: (line: string) => void;
}

export interface App {
  readonly version: string;
  readonly http: HttpServer;
  /** Starts reading the sources; without it the pipeline starts when something is first ingested. */
  start(): Promise<void>;
  /** Lets what is being read become durable, then ends the workers. The stores stay open. */
  close(): Promise<void>;
}

const bodyBytesMax = 8 * 1024 ** 2;
const queriesMax = 100;

/** The running program without a port: stores, pipeline and routes put together. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, stores, authenticator, log } = options;
  const load = await stores.loadRules();
  const catalog = createRuleCatalog(load);
  let failure: Error | undefined;
  const pipeline = lazyPipeline(() =>
    startPipeline({
      sources: options.sources,
      store: stores.store,
      rules: load.rules,
      enrich: enrichSetup(config),
      limits: decodeLimits(config),
      workers: config.workers,
      keepGoing: true,
      onSourceError: (source, error) => log(`source ${source}: ${errorLine(error)}`),
      onFailure(error) {
        failure = error;
        log(`the pipeline has stopped: ${errorLine(error)}`);
      },
    }),
  );
  const queries = new Map<string, AbortController>();

  const context: RouteContext = {
    version: packageJson.version,
    demo: options.demo,
    startedMs: Date.now(),
    secureCookies: false,
    authenticator,
    select: createSelect(stores.store.engine),
    activity: pipeline.activity,
    rules: () => catalog,
    async checkReady() {
      if (failure !== undefined) {
        throw new TrailwatchError('TW_ENGINE_UNAVAILABLE', `nothing is taken in: ${failure.message}`, {
          hint: 'see the log, and start Trailwatch again once the cause is gone; nothing acknowledged is lost',
        });
      }
      const { ready, reason } = await stores.store.engine.health();
      if (!ready)
        throw new TrailwatchError('TW_ENGINE_UNAVAILABLE', `the engine is not ready: ${reason}`, {
          hint: 'it is started again by itself; see the log',
        });
    },
    async query(request, signal) {
      return runNamedQuery(stores, queries, request, { signal, limits: config.limits });
    },
    cancelQuery(queryId) {
      const query = queries.get(queryId);
      query?.abort();
      return query !== undefined;
    },
    ingest: (body, ingestOptions) => ingestBody(pipeline.get(), body, ingestOptions),
    async replayDeadLetters(filter) {
      return replayDeadLetters({ pipeline: pipeline.get(), store: stores.store, ...filter });
    },
  };

  const http = await createHttpServer({
    version: packageJson.version,
    bodyBytesMax,
    authenticator,
    loopbackOnly: options.loopbackOnly,
    uiDir: uiPath,
    onDefect: (error) => log(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  for (const add of [
    addSessionRoutes,
    addFindingRoutes,
    addEventRoutes,
    addLedgerRoutes,
    addQueryRoutes,
    addLiveRoutes,
  ]) {
    add(http, context);
  }
  await http.ready();

  return {
    version: packageJson.version,
    http,
    start: () => pipeline.get().ready,
    async close() {
      for (const query of queries.values()) query.abort();
      await http.close();
      await pipeline.close();
    },
  };
}

/** Commands that only read start no workers. */
function lazyPipeline(start: () => Pipeline): {
  get(): Pipeline;
  readonly activity: Activity;
  close(): Promise<void>;
} {
  let running: Pipeline | undefined;
  const get = () => {
    running ??= start();
    return running;
  };
  const idle = createActivity();
  return {
    get,
    activity: {
      on: (listener) => get().activity.on(listener),
      snapshot: () => (running?.activity ?? idle).snapshot(),
    },
    close: async () => running?.close(),
  };
}

async function runNamedQuery(
  stores: Stores,
  queries: Map<string, AbortController>,
  { query_id: queryId, lang = 'insights', ...request }: QueryRequest & { readonly query_id: string },
  { signal, limits }: { readonly signal: AbortSignal; readonly limits: Config['limits'] },
): Promise<QueryResult> {
  if (queries.has(queryId))
    throw new TrailwatchError('TW_USAGE', `a query named ${queryId} is running`, {
      hint: 'choose another query_id',
    });
  if (queries.size >= queriesMax)
    throw new TrailwatchError('TW_RATE_LIMITED', `${queriesMax} queries are running`, {
      hint: 'try again in a moment',
    });
  const stop = new AbortController();
  queries.set(queryId, stop);
  try {
    return await runQuery(stores.store.engine, {
      ...request,
      lang,
      limit: Math.min(request.limit ?? defaultRowsMax, limits.query_rows),
      timeoutMs: limits.query_seconds * 1000,
      signal: AbortSignal.any([signal, stop.signal]),
      queryId,
    });
  } finally {
    queries.delete(queryId);
  }
}

/** One request body is one delivery; it has no second attempt under the same id, since its sender cannot say that it is one. */
async function ingestBody(
  pipeline: Pipeline,
  body: AsyncIterable<Uint8Array>,
  { name, logType, fieldList }: IngestOptions,
): Promise<IngestResult> {
  const started = performance.now();
  const counts = await pipeline.submit({
    source: 'api',
    object: name,
    deliveryId: hash128Hex('api', randomUUID()),
    resumed: false,
    modifiedMs: Date.now(),
    bytes: null,
    content: { kind: 'stream', stream: body },
    ...(logType !== undefined && isLogType(logType) && { forcedType: logType }),
    fieldList,
    ack: async () => {},
  });
  return {
    files: 1,
    records: counts.delivered,
    stored: counts.stored,
    duplicates: counts.duplicates,
    filtered: counts.filtered,
    dead_letters: counts.deadLetters,
    findings: counts.findings,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}
