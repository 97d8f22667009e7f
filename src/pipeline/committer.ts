import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { Store } from '../store/store.ts';
import { withRetry } from './retry.ts';

export interface CommitterOptions {
  readonly store: Pick<Store, 'commit'>;
  /** A batch is committed once it has this many rows … */
  readonly batchRows: number;
  /** … or this many bytes … */
  readonly batchBytes: number;
  /** … or its first chunk has waited this long, less after a pause. */
  readonly waitMs: number;
  /** Commits at once. */
  readonly inFlightMax: number;
  /** A failed commit that may succeed later is repeated for this long, while everything upstream waits. */
  readonly retryForMs: number;
  /** A commit failed for good: nothing more will be committed. */
  onFatal(error: Error): void;
}

export interface Committer {
  /** `durable` is called with what became of the chunk, once, in no order across chunks. The queue is bounded by the workers' credit. */
  add(chunk: Chunk, bytes: number, durable: (counts: DeliveryCounts) => void): void;
  /** Resolves when nothing is waiting or in flight. */
  idle(): Promise<void>;
  close(): void;
}

interface Waiting {
  readonly chunk: Chunk;
  readonly bytes: number;
  readonly durable: (counts: DeliveryCounts) => void;
  readonly sinceMs: number;
}

/** After a pause, how long the first chunk waits for others that come with it. */
const gatherMs = 10;

export function createCommitter(options: CommitterOptions): Committer {
  const stop = new AbortController();
  let waiting: Waiting[] = [];
  let rows = 0;
  let bytes = 0;
  let inFlight = 0;
  let lastStartMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let idleWaiters: (() => void)[] = [];

  function consider(): void {
    clearTimeout(timer);
    while (!stop.signal.aborted && inFlight < options.inFlightMax) {
      const [first] = waiting;
      if (first === undefined) return;
      const waitMs = dueAt(first) - performance.now();
      if (waitMs > 0 && rows < options.batchRows && bytes < options.batchBytes) {
        timer = setTimeout(consider, waitMs);
        return;
      }
      inFlight += 1;
      lastStartMs = performance.now();
      void commit(takeBatch());
    }
  }

  /** Commits follow each other at `waitMs`; what comes after a pause goes almost at once. */
  function dueAt(first: Waiting): number {
    return Math.min(
      first.sinceMs + options.waitMs,
      Math.max(first.sinceMs + gatherMs, lastStartMs + options.waitMs),
    );
  }

  /** From the front of the queue, up to the batch's size but at least one chunk. */
  function takeBatch(): Waiting[] {
    let batchRows = 0;
    let batchBytes = 0;
    let end = 0;
    for (const { chunk, bytes: chunkBytes } of waiting) {
      if (end > 0 && (batchRows >= options.batchRows || batchBytes + chunkBytes > options.batchBytes)) break;
      batchRows += chunk.rows.count;
      batchBytes += chunkBytes;
      end += 1;
    }
    const batch = waiting.slice(0, end);
    waiting = waiting.slice(end);
    rows -= batchRows;
    bytes -= batchBytes;
    return batch;
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const counts = await commitWithRetry(batch.map(({ chunk }) => chunk));
      for (const [index, { durable }] of batch.entries()) {
        const chunkCounts = counts[index];
        if (chunkCounts === undefined) throw new Error('the store returned fewer counts than chunks');
        durable(chunkCounts);
      }
      inFlight -= 1;
    } catch (error) {
      inFlight -= 1;
      if (!stop.signal.aborted) {
        stop.abort();
        options.onFatal(error instanceof Error ? error : new Error(String(error)));
      }
    }
    consider();
    if (inFlight === 0 && (waiting.length === 0 || stop.signal.aborted)) {
      for (const resolve of idleWaiters) resolve();
      idleWaiters = [];
    }
  }

  function commitWithRetry(chunks: readonly Chunk[]): Promise<readonly DeliveryCounts[]> {
    return withRetry({ forMs: options.retryForMs, signal: stop.signal }, (attempt) =>
      // A failed attempt may have stored a part.
      options.store.commit(attempt === 0 ? chunks : chunks.map((chunk) => ({ ...chunk, resumed: true }))),
    );
  }

  return {
    add(chunk, chunkBytes, durable) {
      waiting.push({ chunk, bytes: chunkBytes, durable, sinceMs: performance.now() });
      rows += chunk.rows.count;
      bytes += chunkBytes;
      consider();
    },
    idle() {
      if (inFlight === 0 && waiting.length === 0) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      idleWaiters.push(resolve);
      return promise;
    },
    close() {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
