import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { EventDetail, EventsPage, Histogram } from '../../api/events.ts';
import type { FindingDetail, FindingFacets, FindingsPage } from '../../api/findings.ts';
import type { Info, Overview } from '../../api/overview.ts';
import type { QueryResult } from '../../api/query.ts';
import type { TimeSpan } from '../time/time-range.ts';
import { apiDelete, apiGet, apiPost } from './api-client.ts';

export const pageRows = 200;
/** More rows than a person reads; exports of more are the command line's work. */
const sqlRowsMax = 10_000;
const infoEveryMs = 15_000;
const findingsEveryMs = 20_000;

/** Who we are and whether the server is there; asked again so that a lost connection shows. */
export const infoQuery = queryOptions({
  queryKey: ['info'],
  queryFn: ({ signal }) => apiGet<Info>('/info', {}, signal),
  refetchInterval: infoEveryMs,
  staleTime: infoEveryMs,
  retry: false,
});

export function overviewQuery(span: TimeSpan) {
  return queryOptions({
    queryKey: ['overview', span],
    queryFn: ({ signal }) => apiGet<Overview>('/overview', bounds(span), signal),
    placeholderData: keepPreviousData,
  });
}

export interface FindingsFilter {
  readonly severity?: string | undefined;
  readonly rule?: string | undefined;
  readonly account?: string | undefined;
}

export function findingsQuery(span: TimeSpan, filter: FindingsFilter) {
  return infiniteQueryOptions({
    queryKey: ['findings', span, filter],
    queryFn: ({ signal, pageParam }) =>
      apiGet<FindingsPage>(
        '/findings',
        { ...bounds(span), ...filter, limit: pageRows, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** The newest findings that someone should look at. */
export function latestFindingsQuery(span: TimeSpan, severity: string, limit: number) {
  return queryOptions({
    queryKey: ['latest-findings', span, severity],
    queryFn: async ({ signal }) => {
      const { findings } = await apiGet<FindingsPage>(
        '/findings',
        { ...bounds(span), severity, limit },
        signal,
      );
      return findings;
    },
    placeholderData: keepPreviousData,
  });
}

/** How many there are by now, asked for again and again: tells of new ones without moving the table. */
export function findingsTotalQuery({ fromMs }: TimeSpan, filter: FindingsFilter) {
  return queryOptions({
    queryKey: ['findings-total', fromMs, filter],
    queryFn: async ({ signal }) => {
      const from = new Date(fromMs).toISOString();
      const { total } = await apiGet<FindingsPage>('/findings', { from, ...filter, limit: 1 }, signal);
      return total;
    },
    refetchInterval: findingsEveryMs,
  });
}

export function findingFacetsQuery(span: TimeSpan) {
  return queryOptions({
    queryKey: ['finding-facets', span],
    queryFn: ({ signal }) => apiGet<FindingFacets>('/findings/facets', bounds(span), signal),
    placeholderData: keepPreviousData,
  });
}

export function findingQuery(id: string) {
  return queryOptions({
    queryKey: ['finding', id],
    queryFn: ({ signal }) => apiGet<FindingDetail>(`/findings/${encodeURIComponent(id)}`, {}, signal),
    staleTime: 60_000,
  });
}

export interface EventsFilter {
  readonly log_type?: string | undefined;
  readonly account?: string | undefined;
  readonly search?: string | undefined;
}

export function eventsQuery(span: TimeSpan, filter: EventsFilter) {
  return infiniteQueryOptions({
    queryKey: ['events', span, filter],
    queryFn: ({ signal, pageParam }) =>
      apiGet<EventsPage>(
        '/events',
        { ...bounds(span), ...filter, limit: pageRows, cursor: pageParam },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function histogramQuery(span: TimeSpan, filter: EventsFilter, buckets: number) {
  return queryOptions({
    queryKey: ['histogram', span, filter, buckets],
    queryFn: ({ signal }) =>
      apiGet<Histogram>('/events/histogram', { ...bounds(span), ...filter, buckets }, signal),
    placeholderData: keepPreviousData,
  });
}

export function eventQuery(id: string, at: string | undefined) {
  return queryOptions({
    queryKey: ['event', id],
    queryFn: ({ signal }) => apiGet<EventDetail>(`/events/${encodeURIComponent(id)}`, { time: at }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The time that all stored data covers, from the ledger, which is small; null while there is none. */
export const extentQuery = queryOptions({
  queryKey: ['extent'],
  queryFn: async ({ signal }): Promise<TimeSpan | null> => {
    const query =
      'SELECT toUnixTimestamp(min(first_event)) AS first, toUnixTimestamp(max(last_event)) AS last, count() AS hours FROM ledger WHERE stored > 0';
    const { rows } = await apiPost<QueryResult>('/query', { query, lang: 'sql' }, signal);
    const [first, last, hours] = (rows[0] ?? []).map(Number);
    if (first === undefined || last === undefined || !hours) return null;
    return { fromMs: first * 1000, toMs: (last + 1) * 1000 };
  },
  staleTime: 30_000,
});

/**
 * `run` makes the same text run anew; without a span all rows count, also those of tables that have no events' time.
 * Cancelling it here also ends the engine's work.
 */
export function sqlQuery(sql: string, span: TimeSpan | null, run: number) {
  return queryOptions({
    queryKey: ['sql', sql, span, run],
    queryFn: ({ signal }) => {
      const id = `ui-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
      // The server may know the query no longer; there is nothing to do about that.
      signal.addEventListener('abort', () => void apiDelete(`/query/${id}`).catch(() => undefined), {
        once: true,
      });
      const body = { query: sql, lang: 'sql', query_id: id, limit: sqlRowsMax, ...(span && bounds(span)) };
      return apiPost<QueryResult>('/query', body, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

interface Facet {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** Log types and accounts of everything stored, with how many events each has. */
export const ledgerFacetsQuery = queryOptions({
  queryKey: ['ledger-facets'],
  queryFn: async ({ signal }): Promise<{ logTypes: readonly Facet[]; accounts: readonly Facet[] }> => {
    const [logTypes, accounts] = await Promise.all([
      ledgerFacet('log_type', signal),
      ledgerFacet('account_id', signal),
    ]);
    return { logTypes, accounts };
  },
  staleTime: 60_000,
});

async function ledgerFacet(
  column: 'log_type' | 'account_id',
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  const query = `SELECT ${column}, sum(stored) AS events FROM ledger WHERE ${column} != '' GROUP BY ${column} HAVING events > 0 ORDER BY events DESC LIMIT 1000`;
  const { rows } = await apiPost<QueryResult>('/query', { query, lang: 'sql' }, signal);
  return rows.map(([value, count]) => ({ value: String(value), label: String(value), count: Number(count) }));
}

function bounds({ fromMs, toMs }: TimeSpan): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
