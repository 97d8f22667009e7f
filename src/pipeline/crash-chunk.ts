import { errorLine } from '../base/errors.ts';
import type { Chunk, EncodedRows } from '../event/chunk.ts';
import type { DeadLetter } from '../event/dead-letter.ts';
import type { Delivery } from '../sources/source.ts';
import type { ChunkSummary } from './protocol.ts';

const hour = 3_600_000;

export function hourOf(ms: number): number {
  return Math.floor(ms / hour) * hour;
}

/** Ends a delivery that no worker could read: one dead letter that stands for the rest of the object. */
export function crashChunk(
  delivery: Delivery,
  index: number,
  error: Error,
): { readonly chunk: Chunk; readonly summary: ChunkSummary } {
  const deadLetter: DeadLetter = {
    code: 'TW_WORKER_CRASHED',
    message: `a worker ended while reading it, twice: ${errorLine(error)}`,
    bytes: new Uint8Array(),
    bytesTotal: null,
    offset: null,
    line: null,
  };
  return {
    chunk: { ...emptyChunk({ ...delivery, index }), deadLetters: [deadLetter] },
    summary: { bytes: 0, byLogType: {}, firstMs: null, lastMs: null },
  };
}

type Place = Pick<Delivery, 'source' | 'object' | 'deliveryId' | 'resumed' | 'modifiedMs'> & {
  readonly index: number;
};

/** The last chunk of a delivery, with nothing in it. */
export function emptyChunk({ source, object, deliveryId, resumed, modifiedMs, index }: Place): Chunk {
  return {
    source,
    object,
    deliveryId,
    resumed,
    index,
    last: true,
    rows: emptyRows(),
    findings: [],
    deadLetters: [],
    fallbackHourMs: hourOf(modifiedMs),
    filtered: [],
    drift: {},
  };
}

function emptyRows(): EncodedRows {
  return {
    count: 0,
    bytes: new Uint8Array(),
    offsets: new Uint32Array(1),
    ids: new Uint8Array(),
    timesMs: new Float64Array(),
    untimed: new Uint8Array(),
    rawBytes: new Uint32Array(),
    groupOf: new Uint16Array(),
    ledgerGroups: [],
  };
}
