import { SettingsMap } from '@clickhouse/client';
import { TrailwatchError } from '../base/errors.ts';

interface TimeRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The column that says when, for each table that stores. Views read these tables, so their rows are filtered too. */
const timeColumns: Readonly<Record<string, string>> = {
  events: 'time',
  findings: 'time',
  ledger_entries: 'hour',
  dead_letters: 'at',
};

/**
 * The range as the engine's `additional_table_filters`, which hold in every corner of the query, subqueries and joins included.
 * The ledger knows hours only: an hour counts where it begins in the range. Undefined without a range. Throws TW_USAGE.
 */
export function timeFilters(database: string, { from, to }: TimeRange): SettingsMap | undefined {
  const fromMs = from === undefined ? undefined : parseTime('from', from);
  const toMs = to === undefined ? undefined : parseTime('to', to);
  if (fromMs === undefined && toMs === undefined) return undefined;
  const filters = Object.entries(timeColumns).map(([table, column]) => {
    const hours = column === 'hour';
    const conditions = [
      ...(fromMs === undefined ? [] : [`${column} >= ${sqlTime(hours ? startOfHour(fromMs) : fromMs)}`]),
      ...(toMs === undefined ? [] : [`${column} < ${sqlTime(toMs)}`]),
    ];
    return [`${database}.${table}`, conditions.join(' AND ')];
  });
  return SettingsMap.from(Object.fromEntries(filters));
}

function parseTime(name: string, text: string): number {
  const timeMs = Date.parse(text);
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new TrailwatchError('TW_USAGE', `${name} is not a time: ${text.slice(0, 100)}`, {
    hint: 'Write it as in 2026-11-21T12:00:00Z.',
  });
}

function startOfHour(timeMs: number): number {
  return Math.floor(timeMs / 3_600_000) * 3_600_000;
}

/** Without quotes: the client writes the map without escapes. */
function sqlTime(timeMs: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${timeMs}))`;
}
