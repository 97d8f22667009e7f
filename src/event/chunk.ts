import type { DeadLetter } from './dead-letter.ts';
import type { Finding } from './finding.ts';

/**
 * What a worker makes of a stretch of one delivery: all that is needed to commit it, cheap to hand to another thread.
 * Chunk boundaries follow from the delivery's content alone, so that a chunk delivered again is equal to the first.
 */
export interface Chunk {
  readonly source: string;
  readonly object: string;
  /** 32 hex digits. */
  readonly deliveryId: string;
  readonly resumed: boolean;
  /** 0, 1, 2 … within the delivery. */
  readonly index: number;
  /** The delivery ends with this chunk. */
  readonly last: boolean;
  readonly rows: EncodedRows;
  /** `row` is the index in `rows` that the finding belongs to: a duplicate row takes its findings with it. */
  readonly findings: readonly { readonly row: number; readonly finding: Finding }[];
  readonly deadLetters: readonly DeadLetter[];
  /** Dead letters and filtered records count at this hour (ms since 1970, the delivery's modifiedMs cut to the hour). */
  readonly fallbackHourMs: number;
  /** Records dropped by configuration, per ledger group. */
  readonly filtered: readonly {
    readonly group: LedgerGroup;
    readonly records: number;
    readonly bytes: number;
  }[];
  /** Fields that the format does not document: `aws.cloudtrail:newField` → how often. */
  readonly drift: Readonly<Record<string, number>>;
}

/** Rows encoded for the engine. Arrays are parallel; all of them are transferable. */
export interface EncodedRows {
  readonly count: number;
  /** ClickHouse RowBinary, columns in the order of the store's insert schema. */
  readonly bytes: Uint8Array;
  /** count + 1 offsets into `bytes`. */
  readonly offsets: Uint32Array;
  /** 16 bytes a row: what makes two records the same event. */
  readonly ids: Uint8Array;
  /** Event time, ms, as the engine stores it. */
  readonly timesMs: Float64Array;
  /** 1 where the record names no time of its own and `timesMs` is the delivery's: another delivery of it may have another time. */
  readonly untimed: Uint8Array;
  /** Bytes of raw, a row. */
  readonly rawBytes: Uint32Array;
  /** Index into `ledgerGroups`, a row. */
  readonly groupOf: Uint16Array;
  readonly ledgerGroups: readonly LedgerGroup[];
}

export interface LedgerGroup {
  readonly accountId: string;
  readonly region: string;
  readonly logType: string;
  /** Event hour, ms since 1970. */
  readonly hourMs: number;
}

/** Rows a chunk ends at. */
export const chunkRowsMax = 10_000;
/** Raw bytes a chunk ends at. */
export const chunkBytesMax = 32 * 1024 ** 2;
