import { Worker } from 'node:worker_threads';
import { TrailwatchError } from '../base/errors.ts';
import type { Rule } from '../detect/rule.ts';
import type { Chunk } from '../event/chunk.ts';
import type { Delivery, DeliveryContent, DeliveryEnd } from '../sources/source.ts';
import type { ChunkSummary, FromWorker, ToWorker, WorkerDelivery, WorkerSetup } from './protocol.ts';

/** Jobs a worker holds: the one it works on and the next, so that it never waits for the main thread. */
const jobsPerWorker = 2;
/** Workers that end before they are ready, in a row, until the pool gives up. */
const failedStartsMax = 3;
/** Two minutes without a turn of its event loop, whatever the load: no record takes that long unless something loops. */
const defaultPingMs = 30_000;
const unansweredMax = 4;

/** Parsed records die young; with Node's 16 MiB many would be copied once more, which cost a sixth of a worker's time. */
const youngHeapMb = 128;

export interface PoolOptions {
  readonly workers: number;
  readonly setup: WorkerSetup;
  /** JavaScript heap of one worker; buffers come on top, within the credit. */
  readonly heapMb: number;
  readonly entry?: URL | undefined;
  /** A worker that leaves this many ms' questions after its health unanswered, `unansweredMax` times, is ended as hung. */
  readonly pingMs?: number | undefined;
  /** The pool cannot go on. */
  onFatal(error: Error): void;
}

/** What happens to a job. Exactly one of `done`, `cancelled` and `crashed` ends it. */
export interface JobHandler {
  /** `release` gives the chunk's memory back as credit: call it once, when the chunk is durable or dropped. */
  chunk(chunk: Chunk, summary: ChunkSummary, release: () => void): void;
  progress(bytes: number): void;
  done(end: DeliveryEnd): void;
  cancelled(): void;
  /** The worker ended. `blamed`: it was working on this very job. */
  crashed(error: Error, blamed: boolean): void;
}

export interface Pool {
  /** Rejects where the workers cannot start. */
  readonly ready: Promise<void>;
  /** Resolves when a worker has taken the delivery: callers that wait are the backpressure on sources. */
  start(delivery: Delivery, handler: JobHandler): Promise<void>;
  /** Stops all jobs where they are; what they have posted stays valid. */
  cancelAll(): void;
  /** Each worker goes on with its next delivery under the new rules. Rejects, with the old rules kept, where they do not compile. */
  reload(rules: readonly Rule[]): Promise<void>;
  close(): Promise<void>;
}

interface Job {
  readonly id: number;
  readonly delivery: Delivery;
  readonly handler: JobHandler;
  stream: AsyncIterator<Uint8Array> | undefined;
}

interface Slot {
  worker: Worker;
  ready: boolean;
  readonly jobs: Job[];
  reloaded: PromiseWithResolvers<void> | undefined;
}

export function createPool(options: PoolOptions): Pool {
  const entry = options.entry ?? new URL('./worker.ts', import.meta.url);
  const ready = Promise.withResolvers<void>();
  ready.promise.catch((error: Error) => options.onFatal(error));
  const waiting: { job: Job; accepted: () => void }[] = [];
  let setup = options.setup;
  let nextJob = 0;
  let failedStarts = 0;
  let closing = false;
  let reloading: Promise<void> = Promise.resolve();

  const slots = Array.from({ length: options.workers }, () => {
    const slot: Slot = { worker: spawn(() => slot), ready: false, jobs: [], reloaded: undefined };
    return slot;
  });

  function spawn(slotOf: () => Slot): Worker {
    const worker = new Worker(entry, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb, maxYoungGenerationSizeMb: youngHeapMb },
      name: 'trailwatch pipeline',
    });
    let failure: Error | undefined;
    let unanswered = 0;
    const watch = setInterval(() => {
      const slot = slotOf();
      if (!slot.ready || slot.jobs.length === 0) return;
      if (unanswered < unansweredMax) {
        unanswered += 1;
        post(slot, { type: 'ping' });
        return;
      }
      failure = new Error('a pipeline worker hung');
      void worker.terminate();
    }, options.pingMs ?? defaultPingMs);
    watch.unref();
    worker.on('message', (message: FromWorker) => {
      unanswered = 0;
      receive(slotOf(), message);
    });
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      clearInterval(watch);
      if (!closing) replace(slotOf(), failure ?? new Error(`a pipeline worker ended with code ${code}`));
    });
    return worker;
  }

  function replace(slot: Slot, error: Error): void {
    const { ready: wasReady } = slot;
    if (!wasReady) failedStarts += 1;
    slot.reloaded?.resolve();
    slot.reloaded = undefined;
    const jobs = slot.jobs.splice(0);
    if (failedStarts >= failedStartsMax) {
      ready.reject(error);
      options.onFatal(error);
    } else {
      slot.ready = false;
      slot.worker = spawn(() => slot);
    }
    for (const [index, job] of jobs.entries()) job.handler.crashed(error, wasReady && index === 0);
    dispatch();
  }

  async function changeRules(rules: readonly Rule[]): Promise<void> {
    const before = setup;
    setup = { ...setup, rules };
    try {
      await postRules();
    } catch (error) {
      setup = before;
      await postRules();
      throw error;
    }
  }

  /** A worker that ends meanwhile comes back with the rules of the setup. */
  async function postRules(): Promise<void> {
    const loaded = slots.map((slot) => {
      slot.reloaded = Promise.withResolvers();
      post(slot, { type: 'reload', rules: setup.rules });
      return slot.reloaded.promise;
    });
    const results = await Promise.allSettled(loaded);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  function post(slot: Slot, message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    slot.worker.postMessage(message, transfer);
  }

  function dispatch(): void {
    for (;;) {
      const slot = slots.reduce((least, other) => (other.jobs.length < least.jobs.length ? other : least));
      if (slot.jobs.length >= jobsPerWorker) return;
      const next = waiting.shift();
      if (next === undefined) return;
      slot.jobs.push(next.job);
      post(slot, { type: 'deliver', job: next.job.id, delivery: withoutStream(next.job.delivery) });
      next.accepted();
    }
  }

  function receive(slot: Slot, message: FromWorker): void {
    switch (message.type) {
      case 'pong':
        return;
      case 'ready': {
        slot.ready = true;
        failedStarts = 0;
        ready.resolve();
        return;
      }
      case 'reloaded': {
        slot.reloaded?.resolve();
        slot.reloaded = undefined;
        return;
      }
      case 'start_failed':
      case 'reload_failed': {
        const { code = 'TW_INTERNAL', message: text, hint } = message.error;
        const error = new TrailwatchError(code, text, { hint });
        if (message.type === 'start_failed') ready.reject(error);
        slot.reloaded?.reject(error);
        slot.reloaded = undefined;
        return;
      }
      case 'chunk':
      case 'progress':
      case 'pull':
      case 'done':
      case 'cancelled':
        receiveFromJob(slot, message);
    }
  }

  function receiveFromJob(slot: Slot, message: Extract<FromWorker, { job: number }>): void {
    const job = slot.jobs.find(({ id }) => id === message.job);
    if (job === undefined) return;
    switch (message.type) {
      case 'chunk': {
        const { worker } = slot;
        const { bytes } = message.summary;
        const release = () => worker.postMessage({ type: 'credit', bytes } satisfies ToWorker);
        job.handler.chunk(message.chunk, message.summary, release);
        return;
      }
      case 'progress':
        job.handler.progress(message.bytes);
        return;
      case 'pull':
        void feed(slot, job);
        return;
      case 'done':
      case 'cancelled': {
        slot.jobs.splice(slot.jobs.indexOf(job), 1);
        void job.stream?.return?.();
        if (message.type === 'done') job.handler.done(message.end);
        else job.handler.cancelled();
        dispatch();
      }
    }
  }

  /** One read of the stream for each `pull`: a worker that is held up stops its producer. */
  async function feed(slot: Slot, job: Job): Promise<void> {
    const { content } = job.delivery;
    if (content.kind !== 'stream') return;
    try {
      job.stream ??= content.stream[Symbol.asyncIterator]();
      const { done, value } = await job.stream.next();
      if (done === true) {
        post(slot, { type: 'data', job: job.id, bytes: null });
      } else {
        // A copy of exact size: a view would take all of the buffer behind it along.
        const bytes = new Uint8Array(value);
        post(slot, { type: 'data', job: job.id, bytes }, [bytes.buffer]);
      }
    } catch (error) {
      post(slot, {
        type: 'data_failed',
        job: job.id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  return {
    ready: ready.promise,
    start(delivery, handler) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ job: { id: nextJob++, delivery, handler, stream: undefined }, accepted: resolve });
      dispatch();
      return promise;
    },
    cancelAll() {
      for (const { job, accepted } of waiting.splice(0)) {
        job.handler.cancelled();
        accepted();
      }
      for (const slot of slots) for (const { id } of slot.jobs) post(slot, { type: 'cancel', job: id });
    },
    reload(rules) {
      const result = reloading.then(() => changeRules(rules));
      reloading = result.catch(() => undefined);
      return result;
    },
    async close() {
      closing = true;
      await Promise.all(slots.map(({ worker }) => worker.terminate()));
    },
  };
}

function sendable(content: DeliveryContent): WorkerDelivery['content'] {
  if (content.kind === 'stream') return { kind: 'stream' };
  return content.kind === 'bytes' ? { kind: 'bytes', bytes: new Uint8Array(content.bytes) } : content;
}

function withoutStream(delivery: Delivery): WorkerDelivery {
  const { source, object, deliveryId, resumed, modifiedMs, forcedType, fieldList, chain, content } = delivery;
  return {
    source,
    object,
    deliveryId,
    resumed,
    modifiedMs,
    forcedType,
    fieldList,
    chain,
    content: sendable(content),
  };
}
