import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';

/**
 * Where events, findings, the ledger and dead letters live: the embedded engine or a ClickHouse cluster.
 * Every method throws TrailwatchError; retryable ones have been retried within limits before that.
 */
export interface Store {
  /**
   * Makes the chunks durable: events first, then findings, dead letters and ledger rows.
   * Exactly once in effect: a chunk committed again (same deliveryId and index) changes nothing and returns the same counts;
   * an event stored by another delivery counts as duplicate and is not stored again, nor are its findings.
   * Two calls may be in flight at once.
   */
  commit(chunks: readonly Chunk[]): Promise<readonly DeliveryCounts[]>;
  close(): Promise<void>;
}
