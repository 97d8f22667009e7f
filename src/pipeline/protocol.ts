import type { ErrorCode } from '../base/errors.ts';
import type { Chunk } from '../event/chunk.ts';
import type { Rule } from '../detect/rule.ts';
import type { LogType } from '../event/log-types.ts';
import type { DecodeLimits } from '../parsers/parser.ts';
import type { EnrichOptions } from '../normalize/enrich/enricher.ts';
import type { DeliveryContent, DeliveryEnd } from '../sources/source.ts';

/** What a worker is started with. Rules are compiled in the worker: code does not cross threads. */
export interface WorkerSetup {
  readonly rules: readonly Rule[];
  readonly enrich: EnrichSetup;
  readonly limits: DecodeLimits;
  /** A worker holds back its next chunk while more than this is waiting to become durable. */
  readonly creditBytes: number;
  readonly creditChunks: number;
}

/** Databases that addresses are looked up in. */
export type EnrichSetup = EnrichOptions;

/** A delivery without what cannot cross threads. */
export interface WorkerDelivery {
  readonly source: string;
  readonly object: string;
  readonly deliveryId: string;
  readonly resumed: boolean;
  readonly modifiedMs: number;
  readonly forcedType: LogType | undefined;
  readonly fieldList: readonly string[] | undefined;
  readonly chain: string | undefined;
  readonly content: Exclude<DeliveryContent, { kind: 'stream' }> | { readonly kind: 'stream' };
}

export type ToWorker =
  | { readonly type: 'deliver'; readonly job: number; readonly delivery: WorkerDelivery }
  /** The answer to `pull`; null ends the stream. */
  | { readonly type: 'data'; readonly job: number; readonly bytes: Uint8Array | null }
  | { readonly type: 'data_failed'; readonly job: number; readonly message: string }
  | { readonly type: 'credit'; readonly bytes: number }
  /** Answered by `pong` as soon as the worker's event loop turns. */
  | { readonly type: 'ping' }
  | { readonly type: 'cancel'; readonly job: number }
  | { readonly type: 'reload'; readonly rules: readonly Rule[] };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  | { readonly type: 'reloaded' }
  | { readonly type: 'reload_failed'; readonly error: PlainError }
  | { readonly type: 'start_failed'; readonly error: PlainError }
  | { readonly type: 'chunk'; readonly job: number; readonly chunk: Chunk; readonly summary: ChunkSummary }
  | { readonly type: 'pull'; readonly job: number }
  /** Bytes read from the object as it is stored, since the last progress. */
  | { readonly type: 'progress'; readonly job: number; readonly bytes: number }
  /** The job's last chunk has been posted before this. */
  | { readonly type: 'done'; readonly job: number; readonly end: DeliveryEnd }
  | { readonly type: 'cancelled'; readonly job: number };

/** What the main thread wants to know of a chunk without looking at its rows. */
export interface ChunkSummary {
  /** Memory it holds; given back as credit. */
  readonly bytes: number;
  readonly byLogType: Readonly<Record<string, number>>;
  /** Event times, ms; null without rows. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface PlainError {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}
