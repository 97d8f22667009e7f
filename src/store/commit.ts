import { hash } from 'node:crypto';
import { idBytes } from '../base/ids.ts';
import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import {
  type ChunkFates,
  countChunk,
  decideFates,
  deliveryCounts,
  keptFindings,
  logTypeOf,
  rowKeys,
  soughtEvents,
} from './batch.ts';
import { chunkKey, chunksWithDrift, committedCounts } from './committed-chunks.ts';
import { stampChunkIndex } from './encode-rows.ts';
import { type EngineIo, insertBinary, queryBinary, quoted } from './engine-io.ts';
import { eventInserts } from './event-inserts.ts';
import { insertColumns } from './schema/events-columns.ts';
import {
  deadLetterId,
  deadLetterRows,
  driftRows,
  findingRows,
  ledgerRows,
  type SmallRows,
  untimedRows,
} from './small-rows.ts';
import { findStored } from './stored-events.ts';

/**
 * The commit protocol, for one batch of chunks. Safe to repeat from the start whatever became of an earlier attempt:
 * 1. chunks that the ledger knows are done: their counts are read back and nothing else happens;
 * 2. events are looked up by id: stored by this chunk before, stored by another (duplicates), or new and inserted;
 * 3. findings, dead letters and drift, except what is there already;
 * 4. the ledger rows, last: they say that the chunk is committed.
 * Nothing that shares an event, finding or chunk with this batch may run meanwhile (see Claims).
 */
export async function commitBatch(
  io: EngineIo,
  chunks: readonly Chunk[],
  nowMs: number,
): Promise<readonly DeliveryCounts[]> {
  const keyed = chunks.map((chunk) => ({ chunk, keys: rowKeys(chunk) }));
  const sought = keyed.flatMap(({ chunk, keys }) => soughtEvents(chunk, keys));
  const [done, stored] = await Promise.all([committedCounts(io, chunks), findStored(io, sought)]);
  const undone = keyed.filter(({ chunk }) => !done.has(chunkKey(chunk)));
  const open = undone.map(({ chunk }) => chunk);
  const batch = decideFates(undone, stored);
  await insertEvents(io, batch);
  await insertFindings(io, batch, nowMs);
  await insertSideRows(io, open, nowMs);
  const counted = batch.map((fates) => ({ chunk: fates.chunk, rows: countChunk(fates) }));
  await insertSmall(
    io,
    ledgerRows(
      counted.flatMap(({ rows }) => rows),
      nowMs,
    ),
    open,
  );
  for (const { chunk, rows } of counted) done.set(chunkKey(chunk), deliveryCounts(rows));
  return chunks.map((chunk) => done.get(chunkKey(chunk)) ?? deliveryCounts([]));
}

/** All that a batch must not share with another one at the same time. */
export function claimKeys(chunks: readonly Chunk[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const chunk of chunks) {
    keys.add(`chunk ${chunkKey(chunk)}`);
    for (const key of rowKeys(chunk)) keys.add(key);
    for (const { finding } of chunk.findings) keys.add(`finding ${finding.id}`);
  }
  return keys;
}

async function insertEvents(io: EngineIo, batch: readonly ChunkFates[]): Promise<void> {
  for (const { chunk } of batch) stampChunkIndex(chunk.rows, chunk.index);
  const table = io.engine.cluster === null ? 'events' : 'events_writer';
  for (const { parts, token } of eventInserts(batch)) {
    await insertBinary(io, { table, columns: insertColumns, parts, token });
  }
  const untimed = batch.flatMap(({ chunk, fates }) =>
    fates.flatMap((fate, row) =>
      fate === 'duplicate' || chunk.rows.untimed[row] !== 1
        ? []
        : [
            {
              id: chunk.rows.ids.subarray(row * idBytes, (row + 1) * idBytes),
              logType: logTypeOf(chunk, row),
              timeMs: chunk.rows.timesMs[row] ?? 0,
            },
          ],
    ),
  );
  const chunks = batch.map(({ chunk }) => chunk);
  await insertSmall(io, untimedRows(untimed), chunks);
}

async function insertFindings(io: EngineIo, batch: readonly ChunkFates[], nowMs: number): Promise<void> {
  const kept = new Map(
    batch.flatMap((fates) => keptFindings(fates).map(({ finding }) => [finding.id, finding] as const)),
  );
  if (kept.size === 0) return;
  const present = await presentIds(io, 'findings', [...kept.keys()]);
  const missing = [...kept.values()].filter(({ id }) => !present.has(id));
  await insertSmall(
    io,
    findingRows(missing, nowMs),
    batch.map(({ chunk }) => chunk),
  );
}

async function insertSideRows(io: EngineIo, chunks: readonly Chunk[], nowMs: number): Promise<void> {
  const letters = chunks.flatMap((chunk) =>
    chunk.deadLetters.map((_, position) => ({ chunk, position, id: deadLetterId(chunk, position) })),
  );
  if (letters.length > 0) {
    const present = await presentIds(
      io,
      'dead_letters',
      letters.map(({ id }) => id),
    );
    const missing = letters.filter(({ id }) => !present.has(id));
    await insertSmall(io, deadLetterRows(missing, nowMs), chunks);
  }
  const drifting = chunks.filter(({ drift }) => Object.keys(drift).length > 0);
  if (drifting.length > 0) {
    const present = await chunksWithDrift(io, drifting);
    const missing = drifting.filter((chunk) => !present.has(chunkKey(chunk)));
    await insertSmall(io, driftRows(missing, nowMs), missing);
  }
}

/** `chunks` name the insert together with its bytes: repeated it is the same, and nobody else's is. */
async function insertSmall(io: EngineIo, rows: SmallRows, chunks: readonly Chunk[]): Promise<void> {
  const names = chunks.map(chunkKey).join(' ');
  const token = hash('sha256', Buffer.concat([Buffer.from(names), rows.bytes]), 'hex').slice(0, 32);
  await insertBinary(io, { table: rows.table, columns: rows.columns, parts: [rows.bytes], token });
}

/** Ids are 32 hex digits that we made. */
async function presentIds(io: EngineIo, table: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (let start = 0; start < ids.length; start += 10_000) {
    const list = ids.slice(start, start + 10_000).join(' ');
    const answer = await queryBinary(
      io,
      `looking for stored ${table}`,
      `SELECT toFixedString(id, 32) FROM ${io.engine.database}.${table} ` +
        `WHERE length(id) = 32 AND id IN (SELECT arrayJoin(splitByChar(' ', ${quoted(list)}))) FORMAT RowBinary`,
    );
    for (let at = 0; at < answer.length; at += 32) present.add(answer.toString('latin1', at, at + 32));
  }
  return present;
}
