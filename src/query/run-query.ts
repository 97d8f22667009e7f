import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { TrailwatchError } from '../base/errors.ts';
import type { Engine } from '../store/engine/engine.ts';
import { checkSql } from './check-sql.ts';
import { checkTree } from './check-tree.ts';
import { exceptionIn, queryError } from './query-errors.ts';
import { parseRow, readLineBatches } from './read-rows.ts';
import { timeFilters } from './time-filters.ts';

export type QueryLanguage = 'sql' | 'insights' | 'spl';

export interface QueryRequest {
  readonly query: string;
  readonly lang: QueryLanguage;
  /** Event time, RFC 3339: `from` inclusive, `to` exclusive. Applied by the engine to every table of ours that is read. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Rows at most; `defaultRowsMax` where absent. */
  readonly limit?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For people and logs; the engine's own id is made unique. */
  readonly queryId?: string | undefined;
}

export interface QueryColumn {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
}

export interface QueryStats {
  readonly rows_read: number;
  readonly bytes_read: number;
  readonly elapsed_ms: number;
}

export interface QueryResult {
  readonly columns: QueryColumn[];
  /** Whole numbers beyond ±2^53 are strings, so that each is exact; times are RFC 3339; bytes that are no UTF-8 are U+FFFD. */
  readonly rows: unknown[][];
  readonly stats: QueryStats;
  /** More rows exist than the limits on rows and bytes let through. */
  readonly truncated: boolean;
}

export const defaultRowsMax = 10_000;
export const rowsMax = 100_000;
export const answerBytesMax = 64 * 1024 ** 2;
/** A row of this length at most: `raw` and `event` of the largest record. */
const rowBytesMax = 128 * 1024 ** 2;

/**
 * Runs one query of a person, whole and in memory. What it can reach and use is bounded by the engine's user (see people-access).
 * Throws TW_QUERY_* codes, TW_USAGE for bad bounds, TW_ENGINE_UNAVAILABLE. An aborted signal ends the engine's work as well.
 */
export async function runQuery(engine: Engine, request: QueryRequest): Promise<QueryResult> {
  const limit = request.limit ?? defaultRowsMax;
  if (!Number.isInteger(limit) || limit < 1 || limit > rowsMax) {
    throw new TrailwatchError('TW_USAGE', `A limit of ${limit} rows is not possible.`, {
      hint: `Give a whole number from 1 to ${rowsMax}.`,
    });
  }
  const started = performance.now();
  // One row more than wanted tells whether there are more.
  const answer = await send(engine, request, { limit: limit + 1, whole: true });
  const rows: unknown[][] = [];
  let bytes = 0;
  let truncated = false;
  reading: for await (const lines of answer.batches) {
    for (const line of lines) {
      bytes += line.length;
      truncated = rows.length === limit || bytes > answerBytesMax;
      if (truncated) break reading;
      rows.push(parseRow(line));
    }
  }
  const elapsed_ms = Math.round(performance.now() - started);
  return { columns: answer.columns, rows, stats: { ...answer.read, elapsed_ms }, truncated };
}

export interface QueryStream {
  readonly columns: QueryColumn[];
  /** One row at a time; the engine waits while the reader does. Ending the iteration early ends the engine's work. */
  readonly rows: AsyncIterable<unknown[]>;
}

/** The same for exports: any number of rows, in bounded memory. Without `limit`, all of them. */
export async function streamQuery(engine: Engine, request: QueryRequest): Promise<QueryStream> {
  const answer = await send(engine, request, { limit: request.limit ?? 0, whole: false });
  async function* rows(): AsyncGenerator<unknown[]> {
    for await (const lines of answer.batches) yield* lines.map(parseRow);
  }
  return { columns: answer.columns, rows: rows() };
}

interface Answer {
  readonly columns: QueryColumn[];
  readonly batches: AsyncIterable<readonly string[]>;
  /** Complete only where the answer came whole. */
  readonly read: { readonly rows_read: number; readonly bytes_read: number };
}

async function send(
  engine: Engine,
  request: QueryRequest,
  { limit, whole }: { readonly limit: number; readonly whole: boolean },
): Promise<Answer> {
  if (request.lang !== 'sql') {
    throw new TrailwatchError('TW_QUERY_LANGUAGE', `Queries in ${request.lang} are not available yet.`, {
      hint: 'Write it in SQL and pass --lang sql.',
    });
  }
  const query = checkSql(request.query);
  const filters = timeFilters(engine.database, request);
  const people = peopleClient(engine);
  const queryId = `${request.queryId ?? 'query'}-${randomUUID()}`;
  const settings: ClickHouseSettings = { default_format: 'JSONCompactEachRowWithNamesAndTypes' };
  if (whole) settings.wait_end_of_query = 1;
  if (limit > 0) settings.limit = String(limit);
  if (filters !== undefined) settings.additional_table_filters = filters;
  if (request.timeoutMs !== undefined) settings.max_execution_time = request.timeoutMs / 1000;
  try {
    request.signal?.throwIfAborted();
    await checkTree(people, query, request.signal);
    const { stream, response_headers } = await people.exec({
      query,
      query_id: queryId,
      ...(request.signal === undefined ? {} : { abort_signal: request.signal }),
      clickhouse_settings: settings,
    });
    const batches = guarded(engine, queryId, stream, request.signal);
    const head: string[] = [];
    while (head.length < 2) {
      const next = await batches.next();
      if (next.done === true) break;
      head.push(...next.value);
    }
    const columns = readColumns(head);
    const read = readSummary(response_headers['x-clickhouse-summary']);
    return { columns, batches: prepended(head.slice(2), batches), read };
  } catch (error) {
    if (request.signal?.aborted === true) await kill(engine, queryId);
    throw queryError(error, request.signal);
  }
}

function peopleClient(engine: Engine): ClickHouseClient {
  if (engine.people !== null) return engine.people;
  throw new TrailwatchError('TW_QUERY_FORBIDDEN', 'No read-only user is configured for people’s SQL.', {
    hint: 'Set engine.people_username and engine.people_password in trailwatch.yaml.',
  });
}

async function* prepended(
  first: readonly string[],
  rest: AsyncGenerator<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  try {
    if (first.length > 0) yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Lines of the answer, each a JSON array. However reading ends before the answer does, the engine's work ends too. */
async function* guarded(
  engine: Engine,
  queryId: string,
  stream: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  let complete = false;
  let other = '';
  try {
    for await (const lines of readLineBatches(stream, rowBytesMax)) {
      const rows = lines.filter((line) => line.startsWith('['));
      if (rows.length < lines.length) {
        // The engine writes its exception into an answer already under way.
        other += lines.filter((line) => !line.startsWith('[')).join('\n');
        const failure = exceptionIn(other);
        if (failure !== undefined) throw failure;
      }
      if (rows.length > 0) yield rows;
    }
    complete = true;
  } catch (error) {
    throw queryError(error, signal);
  } finally {
    if (!complete) {
      stream.destroy();
      await kill(engine, queryId);
    }
  }
}

async function kill(engine: Engine, queryId: string): Promise<void> {
  try {
    await engine.app.command({
      query: 'KILL QUERY WHERE query_id = {id: String} ASYNC',
      query_params: { id: queryId },
    });
  } catch {
    // The engine is gone, and the query with it; its time limit holds in any case.
  }
}

function readColumns([names, types]: readonly string[]): QueryColumn[] {
  if (names === undefined || types === undefined) {
    throw new TrailwatchError('TW_QUERY_FAILED', 'The engine answered without columns.');
  }
  const typeList = parseRow(types);
  return parseRow(names).map((name, index) => ({ name: String(name), type: String(typeList[index]) }));
}

function readSummary(header: string | string[] | undefined): { rows_read: number; bytes_read: number } {
  const summary: unknown = typeof header === 'string' ? JSON.parse(header) : {};
  const count = (name: string): number => {
    const value: unknown =
      typeof summary === 'object' && summary !== null && Object.hasOwn(summary, name)
        ? Reflect.get(summary, name)
        : 0;
    return Number(value);
  };
  return { rows_read: count('read_rows'), bytes_read: count('read_bytes') };
}
