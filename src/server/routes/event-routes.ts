import { z } from 'zod';
import {
  EventDetail,
  type EventFilter,
  EventsPage,
  EventsQuery,
  Histogram,
  HistogramQuery,
} from '../../api/events.ts';
import { type EventsFilter, readEvent, readEvents, readHistogram } from '../../store/read/read-events.ts';
import type { HttpServer } from '../http-server.ts';
import type { RouteContext } from './context.ts';
import { asEventRow } from './event-row.ts';

const ById = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/, 'an event id is 32 hex digits') });
const AtTime = z.object({
  time: z.iso.datetime().optional().describe('Event time: makes the look-up fast.'),
});

export function addEventRoutes(server: HttpServer, { select }: RouteContext): void {
  server.get(
    '/api/v1/events',
    { schema: { querystring: EventsQuery, response: { 200: EventsPage } } },
    async ({ query }) => {
      const { events, nextCursor } = await readEvents(select, {
        ...filterOf(query),
        limit: query.limit,
        cursor: query.cursor,
      });
      return { events: events.map(asEventRow), next_cursor: nextCursor };
    },
  );

  server.get(
    '/api/v1/events/histogram',
    { schema: { querystring: HistogramQuery, response: { 200: Histogram } } },
    async ({ query }) => {
      const { from, to, bucketSeconds, buckets } = await readHistogram(select, {
        ...filterOf(query),
        buckets: query.buckets,
      });
      return { from: iso(from), to: iso(to), bucket_seconds: bucketSeconds, buckets };
    },
  );

  server.get(
    '/api/v1/events/:id',
    { schema: { params: ById, querystring: AtTime, response: { 200: EventDetail } } },
    async ({ params, query }) => {
      const { event, fields } = await readEvent(select, { id: params.id, time: query.time });
      return { event: asEventRow(event), fields: ownFields(event.raw, fields) };
    },
  );
}

/** Raw where it is JSON, which keeps key order and number forms as written; else what the parser found. */
function ownFields(raw: unknown, parsed: string): unknown {
  for (const text of [raw, parsed]) {
    if (typeof text !== 'string' || !text.trimStart().startsWith('{')) continue;
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

function filterOf({ from, to, log_type, account, search }: EventFilter): EventsFilter {
  return { from, to, logTypes: log_type, accounts: account, search };
}

function iso(time: string): string {
  return new Date(time).toISOString();
}
