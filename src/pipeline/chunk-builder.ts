import { type Chunk, chunkBytesMax, chunkRowsMax, type EncodedRows } from '../event/chunk.ts';
import type { DeadLetter } from '../event/dead-letter.ts';
import type { Finding } from '../event/finding.ts';
import { createRowEncoder } from '../store/encode-rows.ts';
import { hourOf } from './crash-chunk.ts';
import type { Processed } from './process.ts';
import type { ChunkSummary, WorkerDelivery } from './protocol.ts';

export interface ChunkBuilder {
  add(processed: Processed): void;
  /** Whether the chunk must end here: decided by the content alone, so that a repeated delivery ends its chunks alike. */
  readonly full: boolean;
  finish(last: boolean): BuiltChunk;
}

export interface BuiltChunk {
  readonly chunk: Chunk;
  readonly summary: ChunkSummary;
  readonly transfer: ArrayBuffer[];
}

/** Distinct drift names a chunk reports: field names come from the logs and may be endless. */
const driftNamesMax = 1000;
/** What a finding takes, about; for the memory account. */
const findingBytes = 2048;

export function createChunkBuilder(delivery: WorkerDelivery): ChunkBuilder {
  const encoder = createRowEncoder({ deliveryId: delivery.deliveryId });
  let index = 0;
  let findings: { row: number; finding: Finding }[] = [];
  let deadLetters: DeadLetter[] = [];
  let deadLetterBytes = 0;
  let drift = new Map<string, number>();

  function countDrift(logType: string, names: readonly string[]): void {
    for (const name of names) {
      const key = `${logType}:${name}`;
      const count = drift.get(key);
      if (count !== undefined || drift.size < driftNamesMax) drift.set(key, (count ?? 0) + 1);
    }
  }

  return {
    add(processed) {
      if (processed.kind === 'dead_letter') {
        // A view would drag the whole buffer behind it to the other thread.
        const deadLetter = { ...processed.deadLetter, bytes: processed.deadLetter.bytes.slice() };
        deadLetters.push(deadLetter);
        deadLetterBytes += deadLetter.bytes.length;
        return;
      }
      const { event, id } = processed;
      const row = encoder.add(event, id, delivery.modifiedMs, Date.now());
      for (const finding of processed.findings) findings.push({ row, finding });
      if (processed.drift.length > 0) countDrift(event.logType, processed.drift);
    },

    get full() {
      return (
        encoder.rows + deadLetters.length >= chunkRowsMax ||
        encoder.rawBytes + deadLetterBytes >= chunkBytesMax
      );
    },

    finish(last) {
      const rows = encoder.finish();
      const chunk: Chunk = {
        source: delivery.source,
        object: delivery.object,
        deliveryId: delivery.deliveryId,
        resumed: delivery.resumed,
        index: index++,
        last,
        rows,
        findings,
        deadLetters,
        fallbackHourMs: hourOf(delivery.modifiedMs),
        filtered: [],
        drift: Object.fromEntries(drift),
      };
      const bytes = rows.bytes.length + rows.count * 40 + deadLetterBytes + findings.length * findingBytes;
      const summary: ChunkSummary = { bytes, ...summarise(rows) };
      const transfer = transferable(rows, deadLetters);
      findings = [];
      deadLetters = [];
      deadLetterBytes = 0;
      drift = new Map();
      return { chunk, summary, transfer };
    },
  };
}

function summarise(rows: EncodedRows): Pick<ChunkSummary, 'byLogType' | 'firstMs' | 'lastMs'> {
  const perGroup = new Uint32Array(rows.ledgerGroups.length);
  for (const group of rows.groupOf) perGroup[group] = (perGroup[group] ?? 0) + 1;
  const byLogType: Record<string, number> = {};
  for (const [index, { logType }] of rows.ledgerGroups.entries()) {
    byLogType[logType] = (byLogType[logType] ?? 0) + (perGroup[index] ?? 0);
  }
  let firstMs: number | null = null;
  let lastMs: number | null = null;
  for (const time of rows.timesMs) {
    if (firstMs === null || time < firstMs) firstMs = time;
    if (lastMs === null || time > lastMs) lastMs = time;
  }
  return { byLogType, firstMs, lastMs };
}

function transferable(rows: EncodedRows, deadLetters: readonly DeadLetter[]): ArrayBuffer[] {
  const arrays = [
    rows.bytes,
    rows.offsets,
    rows.ids,
    rows.timesMs,
    rows.untimed,
    rows.rawBytes,
    rows.groupOf,
    ...deadLetters.map(({ bytes }) => bytes),
  ];
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
