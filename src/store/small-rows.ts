import { hash128Hex } from '../base/ids.ts';
import type { Chunk, LedgerGroup } from '../event/chunk.ts';
import type { Finding } from '../event/finding.ts';
import { severities } from '../event/event.ts';
import { RowBuffer } from './row-buffer.ts';

/** Rows of one small table, ready to insert. */
export interface SmallRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly bytes: Uint8Array;
}

export function findingRows(findings: readonly Finding[], foundAtMs: number): SmallRows {
  const out = new RowBuffer(4096);
  for (const finding of findings) {
    out.text(finding.id);
    out.text(finding.rule);
    out.text(finding.ruleName);
    out.text(finding.ruleVersion);
    out.bytes(Uint8Array.of(severities.indexOf(finding.severity) + 1));
    out.int64(Math.trunc(finding.timeMs));
    out.texts(finding.eventIds);
    out.texts(finding.attack);
    out.text(finding.logType);
    out.text(finding.accountId);
    out.text(finding.region);
    out.text(finding.actor);
    out.text(finding.srcIp);
    out.text(finding.resource);
    out.textMap(finding.group);
    out.texts(finding.entities);
    out.text(finding.sentence);
    out.int64(foundAtMs);
  }
  const columns =
    'id rule rule_name rule_version severity time event_ids attack log_type account_id region actor src_ip resource group entities sentence found_at';
  return { table: 'findings', columns: columns.split(' '), bytes: out.take() };
}

/** The same dead letter of the same delivery always has the same id. */
export function deadLetterId(chunk: Chunk, position: number): string {
  return hash128Hex('dead_letter', chunk.deliveryId, String(chunk.index), String(position));
}

export function deadLetterRows(
  letters: readonly { readonly chunk: Chunk; readonly position: number }[],
  atMs: number,
): SmallRows {
  const out = new RowBuffer(4096);
  for (const { chunk, position } of letters) {
    const letter = chunk.deadLetters[position];
    if (letter === undefined) continue;
    out.text(deadLetterId(chunk, position));
    out.text(chunk.source);
    out.text(chunk.object);
    out.uuid(Buffer.from(chunk.deliveryId, 'hex'));
    out.uint32(chunk.index);
    out.text(letter.code);
    out.text(letter.message);
    out.blob(letter.bytes);
    out.nullableUint64(letter.bytesTotal);
    out.nullableUint64(letter.offset);
    out.nullableUint64(letter.line);
    out.int64(atMs);
  }
  const columns = 'id source object delivery delivery_chunk code message bytes bytes_total offset line at';
  return { table: 'dead_letters', columns: columns.split(' '), bytes: out.take() };
}

export function driftRows(chunks: readonly Chunk[], atMs: number): SmallRows {
  const out = new RowBuffer(1024);
  for (const chunk of chunks) {
    for (const [name, count] of Object.entries(chunk.drift)) {
      const colon = name.indexOf(':');
      out.uuid(Buffer.from(chunk.deliveryId, 'hex'));
      out.uint32(chunk.index);
      out.text(name.slice(0, Math.max(colon, 0)));
      out.text(name.slice(colon + 1));
      out.int64(count);
      out.int64(atMs);
    }
  }
  return {
    table: 'drift_entries',
    columns: ['delivery', 'delivery_chunk', 'log_type', 'field', 'count', 'at'],
    bytes: out.take(),
  };
}

/** (id, log type, time) of records that name no time of their own. */
export function untimedRows(
  rows: readonly { readonly id: Uint8Array; readonly logType: string; readonly timeMs: number }[],
): SmallRows {
  const out = new RowBuffer(4096);
  for (const { id, logType, timeMs } of rows) {
    out.uuid(id);
    out.text(logType);
    out.int64(timeMs);
  }
  return { table: 'untimed_events', columns: ['id', 'log_type', 'time'], bytes: out.take() };
}

export interface LedgerRow {
  readonly chunk: Chunk;
  readonly group: LedgerGroup;
  delivered: number;
  stored: number;
  duplicates: number;
  filtered: number;
  deadLetters: number;
  findings: number;
  bytes: number;
  firstMs: number | null;
  lastMs: number | null;
}

export function ledgerRows(rows: readonly LedgerRow[], committedAtMs: number): SmallRows {
  const out = new RowBuffer(4096);
  for (const row of rows) {
    out.uuid(Buffer.from(row.chunk.deliveryId, 'hex'));
    out.uint32(row.chunk.index);
    out.text(row.chunk.source);
    out.text(row.chunk.object);
    out.text(row.group.accountId);
    out.text(row.group.region);
    out.text(row.group.logType);
    out.int64(Math.floor(row.group.hourMs / 1000));
    for (const count of [row.delivered, row.stored, row.duplicates, row.filtered]) out.int64(count);
    for (const count of [row.deadLetters, row.findings, row.bytes]) out.int64(count);
    out.nullableInt64(row.firstMs);
    out.nullableInt64(row.lastMs);
    out.int64(committedAtMs);
  }
  const columns =
    'delivery delivery_chunk source object account_id region log_type hour delivered stored duplicates filtered dead_letters findings bytes first_event last_event committed_at';
  return { table: 'ledger_entries', columns: columns.split(' '), bytes: out.take() };
}
