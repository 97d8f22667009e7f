import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import { type EngineIo, queryBinary, readUuid, uuidSet } from './engine-io.ts';

/** Name of a chunk among all chunks. */
export function chunkKey({ deliveryId, index }: Pick<Chunk, 'deliveryId' | 'index'>): string {
  return `${deliveryId} ${index}`;
}

/** Counts of those chunks that the ledger has: they are committed. May hold other chunks of the same deliveries. */
export async function committedCounts(
  io: EngineIo,
  chunks: readonly Chunk[],
): Promise<Map<string, DeliveryCounts>> {
  const sums = ['delivered', 'stored', 'duplicates', 'filtered', 'dead_letters', 'findings'];
  const answer = await queryBinary(
    io,
    'looking for committed chunks',
    `SELECT delivery, delivery_chunk, ${sums.map((name) => `sum(${name})`).join(', ')} ` +
      `FROM ${io.engine.database}.ledger_entries WHERE ${inChunks(chunks)} ` +
      'GROUP BY delivery, delivery_chunk FORMAT RowBinary',
  );
  const counts = new Map<string, DeliveryCounts>();
  const rowBytes = 20 + 8 * sums.length;
  for (let at = 0; at < answer.length; at += rowBytes) {
    const count = (index: number): number => Number(answer.readBigUInt64LE(at + 20 + 8 * index));
    counts.set(keyAt(answer, at), {
      delivered: count(0),
      stored: count(1),
      duplicates: count(2),
      filtered: count(3),
      deadLetters: count(4),
      findings: count(5),
    });
  }
  return counts;
}

export async function chunksWithDrift(io: EngineIo, chunks: readonly Chunk[]): Promise<ReadonlySet<string>> {
  const answer = await queryBinary(
    io,
    'looking for stored drift',
    `SELECT DISTINCT delivery, delivery_chunk FROM ${io.engine.database}.drift_entries ` +
      `WHERE ${inChunks(chunks)} FORMAT RowBinary`,
  );
  const keys = new Set<string>();
  for (let at = 0; at < answer.length; at += 20) keys.add(keyAt(answer, at));
  return keys;
}

/** These chunks and maybe some more of their deliveries. */
function inChunks(chunks: readonly Chunk[]): string {
  const deliveries = [...new Set(chunks.map(({ deliveryId }) => deliveryId))];
  const indexes = chunks.map(({ index }) => index);
  const from = indexes.reduce((least, index) => Math.min(least, index), Infinity);
  const to = indexes.reduce((most, index) => Math.max(most, index), 0);
  const ids = deliveries.map((id) => Buffer.from(id, 'hex'));
  return `delivery IN ${uuidSet(ids)} AND delivery_chunk BETWEEN ${from} AND ${to}`;
}

function keyAt(answer: Buffer, at: number): string {
  return chunkKey({ deliveryId: readUuid(answer, at).toString('hex'), index: answer.readUInt32LE(at + 16) });
}
