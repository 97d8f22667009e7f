import { text } from 'node:stream/consumers';
import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../base/errors.ts';

/** Table functions that make rows out of nothing. All others are refused by name, wherever they stand. */
const safeTableFunctions = new Set([
  'numbers',
  'numbers_mt',
  'zeros',
  'zeros_mt',
  'one',
  'generate_series',
  'generateseries',
]);

/**
 * Functions that reach outside of our tables without asking for a right: the embedded engine is of ClickHouse's local kind,
 * where file() reads any file of ours.
 */
const forbiddenFunctions =
  /^(?:file|catboostevaluate|ai[a-z]+|llm\w*|getclienthttpheader|filesystem\w*|zookeeper\w*|logtrace|__\w*)$/;

const hint = 'People’s SQL reads events, findings, alerts, ledger, dead_letters and drift, and nothing else.';

/**
 * Refuses what the engine's rights do not cover, judged by the engine's own parser, so that no spelling gets around it:
 * settings in subqueries, functions that read files, table functions whose arguments hold expressions as text.
 * Throws TW_QUERY_FORBIDDEN, and the engine's error where the query cannot be parsed.
 */
export async function checkTree(
  people: ClickHouseClient,
  query: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const allowed = allowedQueries(people);
  if (allowed.has(query)) return;
  const forbiddenTables = await tableFunctions(people);
  const tree = await read(people, `EXPLAIN AST ${query}`, signal);
  for (const [, node = '', name = ''] of tree.matchAll(/^ *(Set|ColumnsApplyTransformer|Function (\S+))/gm)) {
    const lower = name.toLowerCase();
    if (node === 'Set') throw refuse('A SETTINGS clause is not allowed.');
    if (node === 'ColumnsApplyTransformer') throw refuse('APPLY is not allowed: write the function out.');
    if (forbiddenFunctions.test(lower) || forbiddenTables.has(lower)) {
      throw refuse(`The function ${name} is not allowed.`);
    }
  }
  if (allowed.size >= allowedMax) allowed.clear();
  allowed.add(query);
}

/** Queries already judged and allowed: a tree follows from the text and the engine's version alone, and pages repeat their queries. */
const allowedMax = 200;
const allowedBy = new WeakMap<ClickHouseClient, Set<string>>();

function allowedQueries(people: ClickHouseClient): Set<string> {
  const before = allowedBy.get(people);
  if (before !== undefined) return before;
  const allowed = new Set<string>();
  allowedBy.set(people, allowed);
  return allowed;
}

const known = new WeakMap<ClickHouseClient, Promise<ReadonlySet<string>>>();

/** In lower case. Asked once a connection: they come with the engine's version. */
async function tableFunctions(people: ClickHouseClient): Promise<ReadonlySet<string>> {
  const before = known.get(people);
  if (before !== undefined) return await before;
  const asked = read(people, 'SELECT lower(name) FROM system.table_functions', undefined).then(
    (names) => new Set(names.split('\n').filter((name) => name !== '' && !safeTableFunctions.has(name))),
  );
  known.set(people, asked);
  asked.catch(() => known.delete(people));
  return await asked;
}

async function read(
  people: ClickHouseClient,
  query: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { stream } = await people.exec({
    query,
    clickhouse_settings: { default_format: 'TabSeparatedRaw', wait_end_of_query: 1 },
    ...(signal === undefined ? {} : { abort_signal: signal }),
  });
  return await text(stream);
}

function refuse(message: string): TrailwatchError {
  return new TrailwatchError('TW_QUERY_FORBIDDEN', message, { hint });
}
