import type { Chunk, LedgerGroup } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { Finding } from '../event/finding.ts';
import { idBytes } from '../base/ids.ts';
import type { LedgerRow } from './small-rows.ts';
import type { SoughtEvent, StoredBy } from './stored-events.ts';

/** What becomes of a row. `own` was stored by an earlier attempt at this very chunk. */
export type RowFate = 'insert' | 'own' | 'duplicate';

export interface ChunkFates {
  readonly chunk: Chunk;
  readonly fates: readonly RowFate[];
}

/** Each row's id as a string of 16 latin1 characters. */
export function rowKeys(chunk: Chunk): readonly string[] {
  const { ids, count } = chunk.rows;
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
  return Array.from({ length: count }, (_, row) =>
    bytes.toString('latin1', row * idBytes, (row + 1) * idBytes),
  );
}

export function logTypeOf(chunk: Chunk, row: number): string {
  return chunk.rows.ledgerGroups[chunk.rows.groupOf[row] ?? 0]?.logType ?? '';
}

export function soughtEvents(chunk: Chunk, keys: readonly string[]): readonly SoughtEvent[] {
  return keys.map((key, row) => ({
    key,
    logType: logTypeOf(chunk, row),
    accountId: chunk.rows.ledgerGroups[chunk.rows.groupOf[row] ?? 0]?.accountId ?? '',
    timeMs: chunk.rows.timesMs[row] ?? 0,
    untimed: chunk.rows.untimed[row] === 1,
  }));
}

/**
 * Decides in the order of chunks and rows: of equal events the first is stored and the others are duplicates, in this batch
 * as across batches. `stored` is what the table held before.
 */
export function decideFates(
  chunks: readonly { readonly chunk: Chunk; readonly keys: readonly string[] }[],
  stored: ReadonlyMap<string, StoredBy>,
): readonly ChunkFates[] {
  const seen = new Set<string>();
  return chunks.map(({ chunk, keys }) => ({
    chunk,
    fates: keys.map((key) => {
      const by = stored.get(key);
      const ours = by !== undefined && by.deliveryId === chunk.deliveryId && by.chunk === chunk.index;
      if ((by !== undefined && !ours) || seen.has(key)) return 'duplicate';
      seen.add(key);
      return ours ? 'own' : 'insert';
    }),
  }));
}

/** Findings of the rows that are ours; those of duplicates belong to whoever stored the event. */
export function keptFindings({ chunk, fates }: ChunkFates): readonly { row: number; finding: Finding }[] {
  return chunk.findings.filter(({ row }) => fates[row] !== 'duplicate');
}

export function countChunk({ chunk, fates }: ChunkFates): readonly LedgerRow[] {
  const rows = new Map<string, LedgerRow>();
  const rowOf = (group: LedgerGroup): LedgerRow => {
    const key = `${group.hourMs}\0${group.logType}\0${group.region}\0${group.accountId}`;
    const known = rows.get(key) ?? emptyLedgerRow(chunk, group);
    rows.set(key, known);
    return known;
  };
  const groups = chunk.rows.ledgerGroups.map(rowOf);
  for (const [index, fate] of fates.entries()) {
    const row = groups[chunk.rows.groupOf[index] ?? 0];
    if (row === undefined) continue;
    const timeMs = chunk.rows.timesMs[index] ?? 0;
    row.delivered += 1;
    if (fate === 'duplicate') row.duplicates += 1;
    else row.stored += 1;
    row.bytes += chunk.rows.rawBytes[index] ?? 0;
    row.firstMs = Math.min(row.firstMs ?? timeMs, timeMs);
    row.lastMs = Math.max(row.lastMs ?? timeMs, timeMs);
  }
  for (const { row } of keptFindings({ chunk, fates })) {
    const counted = groups[chunk.rows.groupOf[row] ?? 0];
    if (counted !== undefined) counted.findings += 1;
  }
  for (const { group, records, bytes } of chunk.filtered) {
    const row = rowOf(group);
    row.delivered += records;
    row.filtered += records;
    row.bytes += bytes;
  }
  for (const letter of chunk.deadLetters) {
    const row = rowOf({ accountId: '', region: '', logType: '', hourMs: chunk.fallbackHourMs });
    row.delivered += 1;
    row.deadLetters += 1;
    row.bytes += letter.bytesTotal ?? letter.bytes.length;
  }
  return [...rows.values()].filter((row) => row.delivered > 0);
}

export function deliveryCounts(rows: readonly LedgerRow[]): DeliveryCounts {
  const sum = (pick: (row: LedgerRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    delivered: sum((row) => row.delivered),
    stored: sum((row) => row.stored),
    duplicates: sum((row) => row.duplicates),
    filtered: sum((row) => row.filtered),
    deadLetters: sum((row) => row.deadLetters),
    findings: sum((row) => row.findings),
  };
}

function emptyLedgerRow(chunk: Chunk, group: LedgerGroup): LedgerRow {
  return {
    chunk,
    group,
    delivered: 0,
    stored: 0,
    duplicates: 0,
    filtered: 0,
    deadLetters: 0,
    findings: 0,
    bytes: 0,
    firstMs: null,
    lastMs: null,
  };
}
