import { decodeCursor, encodeCursor } from './cursor.ts';
import { allOf, type Select, type TimeBounds, within } from './select.ts';

export interface LedgerCounts {
  readonly delivered: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly filtered: number;
  readonly dead_letters: number;
}

export interface StoredLedgerRow extends LedgerCounts {
  readonly source: string;
  readonly account_id: string;
  readonly region: string;
  readonly log_type: string;
  readonly hour: string;
  readonly bytes: number;
  readonly first_event: string | null;
  readonly last_event: string | null;
}

const sums = ['delivered', 'stored', 'duplicates', 'filtered', 'dead_letters']
  .map((name) => `sum(ledger.${name}) AS ${name}`)
  .join(', ');

export async function readLedgerTotals(select: Select, bounds: TimeBounds): Promise<LedgerCounts> {
  const where = allOf(...within('hour', bounds));
  const [totals] = await select<LedgerCounts>(
    `SELECT ${sums} FROM ledger WHERE ${where.sql}`,
    where.parameters,
  );
  return totals ?? { delivered: 0, stored: 0, duplicates: 0, filtered: 0, dead_letters: 0 };
}

/** Newest hour first. */
export async function readLedger(
  select: Select,
  filter: TimeBounds & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ rows: StoredLedgerRow[]; nextCursor: string | null }> {
  // Ledger rows have no id of their own: the cursor counts rows, behind a time that `decodeCursor` can check.
  const skip = filter.cursor === undefined ? 0 : Number(decodeCursor(filter.cursor).id) || 0;
  const where = allOf(...within('hour', filter));
  const rows = await select<StoredLedgerRow>(
    `SELECT source, account_id, region, log_type, hour, delivered, stored, duplicates, filtered, dead_letters, bytes,
       first_event, last_event
     FROM ledger WHERE ${where.sql}
     ORDER BY hour DESC, source, account_id, region, log_type LIMIT {rows: UInt32} OFFSET {skip: UInt32}`,
    { ...where.parameters, rows: filter.limit + 1, skip },
  );
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  const more = rows.length > filter.limit && last !== undefined;
  return {
    rows: page,
    nextCursor: more ? encodeCursor({ time: last.hour, id: String(skip + filter.limit) }) : null,
  };
}

export interface SourceSummary extends LedgerCounts {
  readonly source: string;
  readonly newest_event: string | null;
}

export async function readSources(select: Select): Promise<SourceSummary[]> {
  return select<SourceSummary>(
    `SELECT source, max(last_event) AS newest_event, ${sums} FROM ledger GROUP BY source ORDER BY source LIMIT 1000`,
  );
}
