import { createHash } from 'node:crypto';
import { idBytes } from '../base/ids.ts';
import { type ChunkFates, logTypeOf } from './batch.ts';

/** One INSERT of events: few partitions and bounded bytes, so that the engine's memory for it is bounded too. */
export interface EventInsert {
  /** Rows in RowBinary, in order; views into the chunks where these are whole enough, so that nothing is copied. */
  readonly parts: readonly Uint8Array[];
  readonly token: string;
}

const partitionsMax = 64;
const bytesMax = 48 * 1024 ** 2;
/** More pieces than this cost more to send one by one than to copy together. */
const partsMax = 64;
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
  let lastDay = Number.NaN;
  let lastLogType = '';
  let lastGroup: Slice[] = [];
  for (const of of batch) {
    for (const [row, fate] of of.fates.entries()) {
      if (fate !== 'insert') continue;
      const day = Math.floor((of.chunk.rows.timesMs[row] ?? 0) / dayMs);
      const logType = logTypeOf(of.chunk, row);
      if (day !== lastDay || logType !== lastLogType) {
        lastDay = day;
        lastLogType = logType;
        const key = `${day} ${logType}`;
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
  const parts = slices.map(sliceBytes);
  return {
    parts: parts.length <= partsMax ? parts : [Buffer.concat(parts)],
    token: token.digest('hex').slice(0, 32),
  };
}

function sliceBytes({ of, from, to }: Slice): Uint8Array {
  const { bytes, offsets } = of.chunk.rows;
  return bytes.subarray(offsets[from], offsets[to]);
}
