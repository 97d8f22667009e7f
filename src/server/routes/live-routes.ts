import { Readable } from 'node:stream';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { z } from 'zod';
import { TrailwatchError } from '../../base/errors.ts';
import type { HttpServer } from '../http-server.ts';
import { tailEvents } from '../live-tail.ts';
import type { RouteContext } from './context.ts';
import { asEventRow } from './event-row.ts';

const TailQuery = z.object({ search: z.string().max(500).optional() });
/** Live views at once. */
const tailsMax = 50;
const heartbeatMs = 15_000;

/** What changes while one looks: the live tail, and numbers for Prometheus. */
export function addLiveRoutes(server: HttpServer, context: RouteContext): void {
  let tails = 0;
  server.get(
    '/api/v1/tail',
    { schema: { querystring: TailQuery, produces: ['text/event-stream'] } },
    async (request, reply) => {
      if (tails >= tailsMax)
        throw new TrailwatchError('TW_RATE_LIMITED', `${tailsMax} live views are open`, {
          hint: 'close one',
        });
      tails += 1;
      const ended = new AbortController();
      reply.raw.on('close', () => {
        tails -= 1;
        ended.abort();
      });
      const { select, activity } = context;
      const stream = Readable.from(
        eventStream(tailEvents({ select, activity, search: request.query.search, signal: ended.signal })),
        {
          objectMode: false,
        },
      );
      const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), heartbeatMs);
      stream.on('close', () => clearInterval(heartbeat));
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .send(stream);
    },
  );

  const registry = createRegistry(context);
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );

  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
}

async function* eventStream(batches: ReturnType<typeof tailEvents>): AsyncGenerator<string> {
  yield ': listening\n\n';
  for await (const { events, skipped } of batches) {
    for (const event of events) yield `event: event\ndata: ${JSON.stringify(asEventRow(event))}\n\n`;
    if (skipped) yield 'event: skipped\ndata: {}\n\n';
  }
}

function createRegistry({ activity }: RouteContext): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const records = new Gauge({
    name: 'trailwatch_records_total',
    help: 'Records since start, by what became of them.',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'trailwatch_source_lag_seconds',
    help: 'How far behind its events a source was when they last became durable.',
    labelNames: ['source'],
    registers: [registry],
  });
  const lastSeen = new Gauge({
    name: 'trailwatch_source_last_seen_timestamp_seconds',
    help: 'When something of a source last became durable.',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      for (const { source, counts, lagMs, lastSeenMs } of activity.snapshot().sources) {
        records.set({ source, outcome: 'stored' }, counts.stored);
        records.set({ source, outcome: 'duplicate' }, counts.duplicates);
        records.set({ source, outcome: 'filtered' }, counts.filtered);
        records.set({ source, outcome: 'dead_letter' }, counts.deadLetters);
        if (lagMs !== null) lag.set({ source }, lagMs / 1000);
        lastSeen.set({ source }, lastSeenMs / 1000);
      }
    },
  });
  return registry;
}
