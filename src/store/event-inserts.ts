import { createHash } from 'node:crypto';
import { idBytes } from '../base/ids.ts';
import { type ChunkFates, logTypeOf } from './batch.ts';

/** One INSERT of events: few partitions and bounded bytes, so that the engine's memory for it is bounded too. */
export interface EventInsert {
  readonly bytes: Buffer;
  readonly token: string;
}

const partitionsMax = 64;
const bytesMax = 48 * 1024 ** 2;
const dayMs = 86_400_000;

interface Slice {
  readonly of: ChunkFates;
  readonly from: number;
  to: number;
}

/** Rows to insert, cut out of their chunks, by log type and day: what shares a partition shares an insert. */
export function eventInserts(batch: readonly ChunkFates[]): readonly EventInsert[] {
  const inserts: EventInsert[] = [];
  let slices: Slice[] = [];
  let partitions = 0;
  let bytes = 0;
  const flush = (): void => {
    if (slices.length > 0) inserts.push(toInsert(slices));
    slices = [];
    partitions = 0;
    bytes = 0;
  };
  for (const group of byPartition(batch)) {
    if (partitions === partitionsMax) flush();
    partitions += 1;
    for (const slice of group) {
      const size = sliceBytes(slice).length;
      if (bytes > 0 && bytes + size > bytesMax) flush();
      slices.push(slice);
      bytes += size;
    }
  }
  flush();
  return inserts;
}

function byPartition(batch: readonly ChunkFates[]): Iterable<Slice[]> {
  const groups = new Map<string, Slice[]>();
  let lastKey = '';
  let lastGroup: Slice[] = [];
  for (const of of batch) {
    for (const [row, fate] of of.fates.entries()) {
      if (fate !== 'insert') continue;
      const key = `${Math.floor((of.chunk.rows.timesMs[row] ?? 0) / dayMs)} ${logTypeOf(of.chunk, row)}`;
      if (key !== lastKey) {
        lastKey = key;
        lastGroup = groups.get(key) ?? [];
        groups.set(key, lastGroup);
      }
      const last = lastGroup.at(-1);
      if (last !== undefined && last.of === of && last.to === row) last.to = row + 1;
      else lastGroup.push({ of, from: row, to: row + 1 });
    }
  }
  return groups.values();
}

function toInsert(slices: readonly Slice[]): EventInsert {
  const token = createHash('sha256');
  for (const { of, from, to } of slices) {
    const { deliveryId, index, rows } = of.chunk;
    token.update(`${deliveryId} ${index} `).update(rows.ids.subarray(from * idBytes, to * idBytes));
  }
  return { bytes: Buffer.concat(slices.map(sliceBytes)), token: token.digest('hex').slice(0, 32) };
}

function sliceBytes({ of, from, to }: Slice): Uint8Array {
  const { bytes, offsets } = of.chunk.rows;
  return bytes.subarray(offsets[from], offsets[to]);
}
