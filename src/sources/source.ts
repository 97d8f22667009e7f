import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { LogType } from '../event/log-types.ts';

/**
 * One object handed over by a source: a file, an S3 object, a request body.
 * Delivery is at least once: what was not acked before a crash is delivered again.
 */
export interface Delivery {
  /** The source's configured name, such as `inbox`; a ledger dimension. */
  readonly source: string;
  /** Names the object for people and for the dead letters: a path, `s3://bucket/key`, `stdin`. */
  readonly object: string;
  /** 32 hex digits, equal when the same delivery comes again after a crash and only then: the commit protocol rests on it. */
  readonly deliveryId: string;
  /** True where an earlier attempt may have committed a part of it. */
  readonly resumed: boolean;
  /** When the object was last written, ms since 1970: the time of records that name none. Equal on each attempt. */
  readonly modifiedMs: number;
  /** Size as stored, for progress; null where unknown. */
  readonly bytes: number | null;
  readonly content: DeliveryContent;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  /** Identity chain before its first record (32 hex digits), where the delivery continues an earlier one; see base/ids.ts. */
  readonly chain?: string | undefined;
  /** Called once, after all of the delivery is durable. Resolves when the source will not deliver it again. */
  ack(result: DeliveryCounts, end: DeliveryEnd): Promise<void>;
}

/** Where a delivery left off: what a delivery that continues it starts from. */
export interface DeliveryEnd {
  /** Identity chain after its last record, 32 hex digits. */
  readonly chain: string;
  /** The type of its text records; undefined where they were JSON, mixed, none, or plain text that may yet turn out as more. */
  readonly textType: LogType | undefined;
  /** It could not be opened: its one dead letter says why. */
  readonly unreadable: boolean;
}

/** How a worker gets at the bytes. A path is opened by the worker itself; a stream is fed to it with backpressure. */
export type DeliveryContent =
  | { readonly kind: 'file'; readonly path: string; readonly range?: FileRange | undefined }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'stream'; readonly stream: AsyncIterable<Uint8Array> };

/** The bytes from `start` to before `end`. Header lines at the file's beginning still say how they are read. */
export interface FileRange {
  readonly start: number;
  readonly end: number;
}

/** Deliveries come as fast as they are taken and no faster; stops after the current one when the signal aborts. */
export interface Source {
  readonly name: string;
  deliveries(signal: AbortSignal): AsyncIterable<Delivery>;
}
