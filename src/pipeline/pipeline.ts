import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rule } from '../detect/rule.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import { type DecodeLimits, defaultDecodeLimits } from '../parsers/parser.ts';
import type { Delivery, Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';
import { type Activity, createActivity } from './activity.ts';
import { createCommitter } from './committer.ts';
import { createDeliveries, shuttingDown } from './deliveries.ts';
import { createPool } from './pool.ts';
import type { EnrichSetup } from './protocol.ts';

export interface PipelineOptions {
  readonly sources: readonly Source[];
  readonly store: Pick<Store, 'commit'>;
  /** As `loadRules` returns them; empty: no detection. */
  readonly rules: readonly Rule[];
  readonly enrich?: EnrichSetup | undefined;
  readonly limits?: DecodeLimits | undefined;
  /** Threads that decode, parse and detect; by default one less than there are cores, which leaves one to the store. */
  readonly workers?: number | undefined;
  /**
   * A server's pipeline outlives its troubles: a failing source is started again, a failing store is tried again, while everything
   * upstream waits. Otherwise the first such failure that lasts longer than a minute ends the pipeline.
   */
  readonly keepGoing?: boolean | undefined;
  /** How long `close` lets deliveries finish that are being read; those cut off are delivered again. */
  readonly drainMs?: number | undefined;
  /** Bytes read from objects as they are stored. */
  onRead?(bytes: number): void;
  /** A source failed; with `keepGoing` it is started again. */
  onSourceError?(source: string, error: Error): void;
  /** The pipeline has failed for good and does nothing more; `finished` rejects with the same. */
  onFailure?(error: Error): void;
  /** A commit holds about this many rows, once there are enough. */
  readonly batchRows?: number | undefined;
  /** What one worker may have waiting for the store, encoded. With the rows being built, its buffers stay below three times this. */
  readonly creditBytes?: number | undefined;
  readonly workerEntry?: URL | undefined;
  /** How often workers are asked whether they still turn; for tests. */
  readonly workerPingMs?: number | undefined;
}

export interface Pipeline {
  /** Resolves when the workers are up; rejects where they cannot start. */
  readonly ready: Promise<void>;
  readonly activity: Activity;
  /** Takes one delivery beside the sources; resolves when it is durable and acknowledged. */
  submit(delivery: Delivery): Promise<DeliveryCounts>;
  /** Resolves when all sources have ended and all of theirs is durable; rejects when the pipeline fails. */
  finished(): Promise<void>;
  /** Each delivery is judged by one set of rules. Rejects, and keeps the old, where they do not compile. */
  reloadRules(rules: readonly Rule[]): Promise<void>;
  /** Stops the sources, lets what is being read finish within `drainMs`, commits what was read, and ends the workers. */
  close(): Promise<void>;
}

const defaultBatchRows = 10_000;
const batchBytes = 64 * 1024 ** 2;
const batchWaitMs = 200;
/** Nobody waits for the findings of a one-shot run: fewer, larger commits cost the engine less. */
const oneShotBatchWaitMs = 2000;
const commitsInFlight = 2;
const defaultCreditBytes = 64 * 1024 ** 2;
const creditChunks = 256;
const openDeliveriesMax = 2048;
const workerHeapMb = 1024;
const oneShotRetryMs = 60_000;
const defaultDrainMs = 10_000;
/** A worker that does not let go of a cancelled delivery within this is ended. */
const cancelMs = 10_000;
const firstRestartMs = 1_000;
const restartMaxMs = 60_000;

export function startPipeline(options: PipelineOptions): Pipeline {
  const stopSources = new AbortController();
  const stopAll = new AbortController();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const retryForMs = options.keepGoing === true ? Number.POSITIVE_INFINITY : oneShotRetryMs;

  const activity = createActivity();
  const pool = createPool({
    workers: options.workers ?? Math.max(1, availableParallelism() - 1),
    setup: {
      rules: options.rules,
      enrich: options.enrich ?? {},
      limits: options.limits ?? defaultDecodeLimits,
      creditBytes: options.creditBytes ?? defaultCreditBytes,
      creditChunks,
    },
    heapMb: workerHeapMb,
    entry: options.workerEntry,
    pingMs: options.workerPingMs,
    onFatal: fail,
  });
  const committer = createCommitter({
    store: options.store,
    batchRows: options.batchRows ?? defaultBatchRows,
    batchBytes,
    waitMs: options.keepGoing === true ? batchWaitMs : oneShotBatchWaitMs,
    inFlightMax: commitsInFlight,
    retryForMs,
    onFatal: fail,
  });
  const deliveries = createDeliveries({
    pool,
    committer,
    activity,
    openMax: openDeliveriesMax,
    retryForMs,
    signal: stopAll.signal,
    onRead: (bytes) => options.onRead?.(bytes),
  });

  function fail(error: Error): void {
    if (!stopAll.signal.aborted) options.onFailure?.(error);
    failure.reject(error);
    stopSources.abort();
    stopAll.abort();
    deliveries.failAll(error);
  }

  async function drainSource(source: Source): Promise<void> {
    const open = new Set<Promise<unknown>>();
    try {
      for await (const delivery of source.deliveries(stopSources.signal)) {
        if (stopSources.signal.aborted) break;
        const { finished } = await deliveries.take(delivery);
        const watched = finished.catch(whenNotFinished).finally(() => open.delete(watched));
        open.add(watched);
      }
    } finally {
      // A source that is started again must not meet its own deliveries.
      await Promise.all(open);
    }
  }

  function whenNotFinished(error: Error): void {
    if (!stopSources.signal.aborted) fail(error);
  }

  async function runSource(source: Source): Promise<void> {
    for (let failures = 0; !stopSources.signal.aborted; failures += 1) {
      try {
        return await drainSource(source);
      } catch (error) {
        const cause = error instanceof Error ? error : new Error(String(error));
        options.onSourceError?.(source.name, cause);
        if (options.keepGoing !== true) throw cause;
        const delayMs = Math.min(firstRestartMs * 2 ** Math.min(failures, 10), restartMaxMs);
        await sleep(delayMs, undefined, { signal: stopSources.signal }).catch(() => undefined);
      }
    }
  }

  const sourcesEnded = Promise.all(options.sources.map(runSource));
  sourcesEnded.catch(fail);
  let closed: Promise<void> | undefined;

  async function close(): Promise<void> {
    stopSources.abort();
    const drained = Promise.allSettled([sourcesEnded])
      .then(() => deliveries.idle())
      .then(() => committer.idle());
    const failed = failure.promise.catch(() => undefined);
    const inTime = await within(options.drainMs ?? defaultDrainMs, [drained, failed]);
    if (!inTime) {
      pool.cancelAll();
      await within(cancelMs, [drained, failed]);
    }
    stopAll.abort();
    committer.close();
    deliveries.failAll(shuttingDown());
    await pool.close();
  }

  return {
    ready: pool.ready,
    activity,
    async submit(delivery) {
      if (stopSources.signal.aborted) throw shuttingDown();
      const { finished } = await deliveries.take(delivery);
      return finished;
    },
    async finished() {
      await Promise.race([sourcesEnded, failure.promise]);
    },
    reloadRules: (rules) => pool.reload(rules),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** Whether one of them came before the time was over. */
async function within(ms: number, promises: readonly Promise<unknown>[]): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([late, ...promises.map((promise) => promise.then(() => true))]);
  timer.abort();
  return inTime;
}
