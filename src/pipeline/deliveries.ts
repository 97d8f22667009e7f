import { TrailwatchError } from '../base/errors.ts';
import type { Chunk } from '../event/chunk.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { Finding } from '../event/finding.ts';
import type { Delivery, DeliveryEnd } from '../sources/source.ts';
import type { ActivityRecorder } from './activity.ts';
import type { Committer } from './committer.ts';
import { addCounts, noCounts } from './counts.ts';
import { crashChunk } from './crash-chunk.ts';
import type { JobHandler, Pool } from './pool.ts';
import type { ChunkSummary } from './protocol.ts';
import { withRetry } from './retry.ts';

export interface DeliveriesOptions {
  readonly pool: Pick<Pool, 'start'>;
  readonly committer: Pick<Committer, 'add'>;
  readonly activity: ActivityRecorder;
  /** Deliveries taken and not yet acknowledged, at most. */
  readonly openMax: number;
  readonly retryForMs: number;
  readonly signal: AbortSignal;
  onRead(bytes: number): void;
}

export interface Deliveries {
  /**
   * Resolves when a worker has taken it; `finished` when it is durable and acknowledged.
   * `finished` rejects with TW_SHUTTING_DOWN where it was cancelled, or with what made its acknowledgement fail.
   */
  take(delivery: Delivery): Promise<{ readonly finished: Promise<DeliveryCounts> }>;
  /** Ends everything that is open with this error. */
  failAll(error: Error): void;
  /** Resolves when none is open. */
  idle(): Promise<void>;
}

/** Times a delivery is given to a worker before its crashes are held against it. */
const attemptsMax = 2;

interface Open {
  readonly delivery: Delivery;
  attempts: number;
  /** Chunks below this index have been received; a second attempt repeats them and they are dropped. */
  nextIndex: number;
  durable: number;
  counts: DeliveryCounts;
  end: DeliveryEnd | undefined;
  readonly result: PromiseWithResolvers<DeliveryCounts>;
}

/** Follows each delivery from the worker to its acknowledgement. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const open = new Set<Open>();
  const roomWaiters: (() => void)[] = [];
  const idleWaiters: (() => void)[] = [];

  function settle(entry: Open): void {
    open.delete(entry);
    roomWaiters.shift()?.();
    if (open.size === 0) for (const resolve of idleWaiters.splice(0)) resolve();
  }

  function fail(entry: Open, error: Error): void {
    settle(entry);
    entry.result.reject(error);
  }

  function commit(entry: Open, chunk: Chunk, summary: ChunkSummary, release: () => void): void {
    entry.nextIndex = chunk.index + 1;
    // The chunk's memory must not outlive its commit: only what the summary needs is kept.
    const findings = chunk.findings.map(({ finding }) => finding);
    options.committer.add(chunk, summary.bytes, (counts) => {
      release();
      entry.durable += 1;
      entry.counts = addCounts(entry.counts, counts);
      options.activity.committed(describe(entry.delivery, counts, summary, findings));
      acknowledgeIfDone(entry);
    });
  }

  function acknowledgeIfDone(entry: Open): void {
    const { end } = entry;
    if (end !== undefined && entry.durable === entry.nextIndex && open.has(entry))
      void acknowledge(entry, end);
  }

  async function acknowledge(entry: Open, end: DeliveryEnd): Promise<void> {
    const { delivery, counts } = entry;
    try {
      await withRetry({ forMs: options.retryForMs, signal: options.signal }, () => delivery.ack(counts, end));
      settle(entry);
      options.activity.delivered(delivery.source);
      entry.result.resolve(counts);
    } catch (error) {
      fail(entry, error instanceof Error ? error : new Error(String(error)));
    }
  }

  function handlerOf(entry: Open): JobHandler {
    return {
      chunk(chunk, summary, release) {
        if (chunk.index < entry.nextIndex) release();
        else commit(entry, chunk, summary, release);
      },
      progress: (bytes) => options.onRead(bytes),
      done(end) {
        entry.end = end;
        acknowledgeIfDone(entry);
      },
      cancelled: () => fail(entry, shuttingDown()),
      crashed(error, blamed) {
        if (blamed) entry.attempts += 1;
        const readOnce = blamed && entry.delivery.content.kind === 'stream';
        if (entry.attempts < attemptsMax && !readOnce) {
          void options.pool.start(entry.delivery, handlerOf(entry));
          return;
        }
        const { chunk, summary } = crashChunk(entry.delivery, entry.nextIndex, error);
        commit(entry, chunk, summary, () => undefined);
        entry.end = { chain: entry.delivery.chain ?? '0'.repeat(32), textType: undefined, unreadable: false };
      },
    };
  }

  return {
    async take(delivery) {
      if (open.size >= options.openMax) await new Promise<void>((resolve) => roomWaiters.push(resolve));
      const entry: Open = {
        delivery,
        attempts: 0,
        nextIndex: 0,
        durable: 0,
        counts: noCounts,
        end: undefined,
        result: Promise.withResolvers(),
      };
      open.add(entry);
      // Whoever waits for it sees the rejection; where nobody does, the pipeline has its own way of telling.
      entry.result.promise.catch(() => undefined);
      await options.pool.start(delivery, handlerOf(entry));
      return { finished: entry.result.promise };
    },
    failAll(error) {
      for (const entry of open) fail(entry, error);
    },
    async idle() {
      if (open.size > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve));
    },
  };
}

export function shuttingDown(): TrailwatchError {
  return new TrailwatchError('TW_SHUTTING_DOWN', 'the process is stopping', {
    hint: 'Send it again in a moment.',
  });
}

function describe(
  delivery: Delivery,
  counts: DeliveryCounts,
  summary: ChunkSummary,
  findings: readonly Finding[],
) {
  return {
    source: delivery.source,
    object: delivery.object,
    deliveryId: delivery.deliveryId,
    counts,
    byLogType: summary.byLogType,
    firstMs: summary.firstMs,
    lastMs: summary.lastMs,
    findings: counts.findings === findings.length ? findings : undefined,
    atMs: Date.now(),
  };
}
