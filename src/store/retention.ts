import { hash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../base/errors.ts';
import { type EngineIo, insertBinary, quoted } from './engine-io.ts';
import { RowBuffer } from './row-buffer.ts';
import { storedTable } from './schema/migration.ts';
import { withRetries } from './retry.ts';

export interface RetentionPolicy {
  /** Days to keep of log types that are not named; undefined keeps them for ever. */
  readonly defaultDays?: number | undefined;
  readonly byLogType: Readonly<Record<string, number>>;
}

export interface RetentionResult {
  readonly logType: string;
  readonly rows: number;
  readonly bytes: number;
  /** Partitions dropped: days, but for old and absurd times, which share one a month. */
  readonly days: number;
  readonly keepDays: number;
}

interface Partition {
  readonly log_type: string;
  readonly bucket: number;
  readonly rows: number;
  readonly bytes: number;
}

const dayMs = 86_400_000;

/**
 * Drops whole partitions whose last day is past the days to keep, counted in event time. A month's partition goes when all of it
 * is past; one that lies in the future goes by when its events were taken in.
 * What is dropped is written down before it goes: killed between the two, it is written down twice.
 */
export async function applyRetention(
  io: EngineIo,
  policy: RetentionPolicy,
  nowMs: number,
): Promise<readonly RetentionResult[]> {
  for (const days of [policy.defaultDays, ...Object.values(policy.byLogType)]) {
    if (days !== undefined && (!Number.isInteger(days) || days < 1)) {
      throw new TrailwatchError('TW_USAGE', `Retention of ${days} days is not possible.`, {
        hint: 'Give a whole number of days, 1 or more.',
      });
    }
  }
  const totals = new Map<string, RetentionResult>();
  for (const node of io.engine.nodes) {
    for (const dropped of await dropOnNode(io, node, policy, nowMs)) {
      const before = totals.get(dropped.logType);
      totals.set(dropped.logType, {
        ...dropped,
        rows: dropped.rows + (before?.rows ?? 0),
        bytes: dropped.bytes + (before?.bytes ?? 0),
        days: Math.max(dropped.days, before?.days ?? 0),
      });
    }
  }
  return [...totals.values()];
}

async function dropOnNode(
  io: EngineIo,
  node: ClickHouseClient,
  policy: RetentionPolicy,
  nowMs: number,
): Promise<readonly RetentionResult[]> {
  const byType = new Map<string, Partition[]>();
  for (const partition of await partitions(io, node)) {
    const keepDays = keepDaysOf(policy, partition.log_type);
    if (keepDays === undefined || !(await isPast(io, node, partition, keepDays, nowMs))) continue;
    byType.set(partition.log_type, [...(byType.get(partition.log_type) ?? []), partition]);
  }
  const results: RetentionResult[] = [];
  for (const [logType, list] of byType) {
    const keepDays = keepDaysOf(policy, logType) ?? 0;
    const rows = list.reduce((sum, partition) => sum + partition.rows, 0);
    const bytes = list.reduce((sum, partition) => sum + partition.bytes, 0);
    await writeDown(io, list, { logType, rows, bytes, days: list.length, keepDays }, nowMs);
    for (const { bucket } of list) {
      await drop(
        io,
        node,
        `ALTER TABLE ${storedTable(io.engine, 'events')} DROP PARTITION (${quoted(logType)}, ${bucket})`,
      );
    }
    const before = cutoffMs(nowMs, keepDays);
    await drop(
      io,
      node,
      `DELETE FROM ${storedTable(io.engine, 'untimed_events')} WHERE log_type = ${quoted(logType)} ` +
        `AND time < fromUnixTimestamp64Milli(toInt64(${before}), 'UTC')`,
    );
    results.push({ logType, rows, bytes, days: list.length, keepDays });
  }
  return results;
}

async function drop(io: EngineIo, node: ClickHouseClient, query: string): Promise<void> {
  await withRetries('dropping old events', io.signal, async () => {
    await node.command({ query });
  });
}

async function partitions(io: EngineIo, node: ClickHouseClient): Promise<readonly Partition[]> {
  const [database, table] = storedTable(io.engine, 'events').split('.');
  return await withRetries('reading partitions', io.signal, async () => {
    const answer = await node.query({
      query: `SELECT extract(partition, '^\\\\(\\'(.*)\\',') AS log_type, toUInt32(extract(partition, ',(\\\\d+)\\\\)$')) AS bucket,
        sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
        WHERE active AND database = {database: String} AND table = {table: String}
        GROUP BY partition ORDER BY partition`,
      query_params: { database, table },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
      format: 'JSONEachRow',
    });
    return await answer.json<Partition>();
  });
}

async function isPast(
  io: EngineIo,
  node: ClickHouseClient,
  partition: Partition,
  keepDays: number,
  nowMs: number,
): Promise<boolean> {
  const cutoff = cutoffMs(nowMs, keepDays);
  const { endMs } = bucketRange(partition.bucket);
  if (endMs <= nowMs + 8 * dayMs) return endMs <= cutoff;
  const answer = await node.query({
    query: `SELECT toUnixTimestamp64Milli(max(ingested_at)) AS newest FROM ${storedTable(io.engine, 'events')}
      WHERE log_type = ${quoted(partition.log_type)} AND time >= fromUnixTimestamp64Milli(toInt64(${nowMs}), 'UTC')`,
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ newest: number }>();
  return (row?.newest ?? nowMs) < cutoff;
}

/** The days that a bucket of the partition key covers: YYYYMMDD, YYYYMM, 0 (before 2000) or 21000000 (after 2099). */
export function bucketRange(bucket: number): { readonly startMs: number; readonly endMs: number } {
  if (bucket === 0) return { startMs: 0, endMs: Date.UTC(2000, 0, 1) };
  if (bucket === 21_000_000) return { startMs: Date.UTC(2100, 0, 1), endMs: Date.UTC(2106, 0, 1) };
  if (bucket < 1_000_000) {
    const year = Math.floor(bucket / 100);
    const month = (bucket % 100) - 1;
    return { startMs: Date.UTC(year, month, 1), endMs: Date.UTC(year, month + 1, 1) };
  }
  const startMs = Date.UTC(Math.floor(bucket / 10_000), (Math.floor(bucket / 100) % 100) - 1, bucket % 100);
  return { startMs, endMs: startMs + dayMs };
}

async function writeDown(
  io: EngineIo,
  list: readonly Partition[],
  result: RetentionResult,
  nowMs: number,
): Promise<void> {
  const ranges = list.map(({ bucket }) => bucketRange(bucket));
  const out = new RowBuffer(256);
  out.int64(nowMs);
  out.text(result.logType);
  out.int32(Math.floor(Math.min(...ranges.map(({ startMs }) => startMs)) / dayMs));
  out.int32(Math.floor(Math.max(...ranges.map(({ endMs }) => endMs)) / dayMs) - 1);
  out.int64(result.rows);
  out.int64(result.bytes);
  out.uint32(result.keepDays);
  const bytes = out.take();
  await insertBinary(io, {
    table: 'retention_log',
    columns: ['at', 'log_type', 'first_day', 'last_day', 'rows', 'bytes', 'keep_days'],
    parts: [bytes],
    token: hash('sha256', bytes, 'hex').slice(0, 32),
  });
}

function keepDaysOf(policy: RetentionPolicy, logType: string): number | undefined {
  return Object.hasOwn(policy.byLogType, logType) ? policy.byLogType[logType] : policy.defaultDays;
}

function cutoffMs(nowMs: number, keepDays: number): number {
  return (Math.floor(nowMs / dayMs) - keepDays) * dayMs;
}
