import type { MessagePort } from 'node:worker_threads';
import { TrailwatchError } from '../base/errors.ts';
import { createDetector, type Detector } from '../detect/detector.ts';
import type { EventColumns } from '../event/event.ts';
import { createEnricher } from '../normalize/enrich/enricher.ts';
import { createChunkBuilder, type BuiltChunk } from './chunk-builder.ts';
import { readFileBytes } from './content.ts';
import { createCredit } from './credit.ts';
import { headerOf } from './header.ts';
import { type Processed, processObject } from './process.ts';
import type { FromWorker, PlainError, ToWorker, WorkerDelivery, WorkerSetup } from './protocol.ts';

interface Job {
  readonly id: number;
  readonly delivery: WorkerDelivery;
  cancelled: boolean;
  /** Answers the pull that is open. */
  pulled: PromiseWithResolvers<Uint8Array | null> | undefined;
}

/** Takes deliveries from the port, one after the other, and posts their chunks as far as credit goes. */
export function startWorker(port: MessagePort, setup: WorkerSetup): void {
  const queue: Job[] = [];
  const credit = createCredit(setup.creditBytes, setup.creditChunks);
  const post = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let tools: Tools | undefined;
  let { rules } = setup;
  let working = false;

  async function work(): Promise<void> {
    if (working || tools === undefined) return;
    working = true;
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      const end = await runJob(job, tools);
      queue.shift();
      post(end);
    }
    working = false;
  }

  async function runJob(job: Job, tools: Tools): Promise<FromWorker> {
    const { delivery } = job;
    const builder = createChunkBuilder(delivery);
    const stretch = await openStretch(job);
    const process = processObject({
      content: stretch.content,
      name: delivery.object,
      modifiedMs: delivery.modifiedMs,
      forcedType: delivery.forcedType,
      fieldList: delivery.fieldList,
      limits: setup.limits,
      chain: delivery.chain,
      detector: tools.detector,
      enrich: (columns) => tools.enrich(columns),
    });
    for await (const batch of process.results) {
      for (const processed of batch) {
        builder.add(stretch.place(processed));
        if (builder.full) await send(job, builder.finish(false));
      }
      if (job.cancelled) return { type: 'cancelled', job: job.id };
    }
    await send(job, builder.finish(true));
    return job.cancelled
      ? { type: 'cancelled', job: job.id }
      : { type: 'done', job: job.id, end: process.end() };
  }

  async function send(job: Job, { chunk, summary, transfer }: BuiltChunk): Promise<void> {
    if (job.cancelled) return;
    await credit.take(summary.bytes);
    if (!job.cancelled) post({ type: 'chunk', job: job.id, chunk, summary }, transfer);
  }

  /** The bytes of the job, and how to name places in them as places in the object. */
  async function openStretch(job: Job): Promise<{
    readonly content: AsyncIterable<Uint8Array>;
    place(processed: Processed): Processed;
  }> {
    const { content, object, forcedType } = job.delivery;
    const asIs = (processed: Processed) => processed;
    if (content.kind === 'bytes') return { content: single(content.bytes), place: asIs };
    if (content.kind === 'stream') return { content: pullAll(job), place: asIs };
    const progress = (bytes: number) => post({ type: 'progress', job: job.id, bytes });
    const bytes = readFileBytes(content.path, content.range, progress);
    const start = content.range?.start ?? 0;
    if (start === 0) return { content: bytes, place: asIs };
    const header = await headerOf({
      path: content.path,
      before: start,
      name: object,
      forcedType,
      limits: setup.limits,
    });
    const shift = start - header.length;
    return {
      content: header.length === 0 ? bytes : prefixed(header, bytes),
      place: (item) => shifted(item, shift),
    };
  }

  async function* pullAll(job: Job): AsyncIterable<Uint8Array> {
    for (;;) {
      job.pulled = Promise.withResolvers();
      post({ type: 'pull', job: job.id });
      const bytes = await job.pulled.promise;
      job.pulled = undefined;
      if (bytes === null) return;
      post({ type: 'progress', job: job.id, bytes: bytes.length });
      yield bytes;
    }
  }

  port.on('message', (message: ToWorker) => {
    switch (message.type) {
      case 'deliver':
        queue.push({ id: message.job, delivery: message.delivery, cancelled: false, pulled: undefined });
        void work();
        return;
      case 'data':
        queue.find(({ id }) => id === message.job)?.pulled?.resolve(message.bytes);
        return;
      case 'data_failed':
        queue
          .find(({ id }) => id === message.job)
          ?.pulled?.reject(
            new TrailwatchError('TW_INPUT_UNREADABLE', `the stream broke off: ${message.message}`),
          );
        return;
      case 'ping':
        return post({ type: 'pong' });
      case 'credit':
        credit.give(message.bytes);
        return;
      case 'cancel':
        for (const job of queue) if (job.id === message.job) cancel(job);
        return;
      case 'reload':
        reload(message.rules);
    }
  });

  /** A cancelled job may be waiting for credit or for data: both are let go. */
  function cancel(job: Job): void {
    job.cancelled = true;
    job.pulled?.resolve(null);
    credit.open();
  }

  function reload(changed: WorkerSetup['rules']): void {
    try {
      const detector = detectorOf(changed);
      rules = changed;
      // Not started yet: it will start with these.
      if (tools !== undefined) tools = { ...tools, detector };
      post({ type: 'reloaded' });
    } catch (error) {
      post({ type: 'reload_failed', error: plainError(error) });
    }
  }

  async function start(): Promise<void> {
    try {
      const enricher = await createEnricher(setup.enrich);
      tools = { detector: detectorOf(rules), enrich: (columns) => enricher.enrich(columns) };
    } catch (error) {
      post({ type: 'start_failed', error: plainError(error) });
      return;
    }
    post({ type: 'ready' });
    await work();
  }
  void start();
}

interface Tools {
  readonly detector: Detector | undefined;
  enrich(columns: EventColumns): void;
}

function detectorOf(rules: WorkerSetup['rules']): Detector | undefined {
  return rules.length === 0 ? undefined : createDetector(rules);
}

async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

async function* prefixed(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  yield* rest;
}

/** Lines before the stretch were not counted, so a line number would be wrong. */
function shifted(processed: Processed, by: number): Processed {
  if (processed.kind === 'event') return processed;
  const { deadLetter } = processed;
  const offset = deadLetter.offset === null ? null : deadLetter.offset + by;
  return { kind: 'dead_letter', deadLetter: { ...deadLetter, offset, line: null } };
}

function plainError(error: unknown): PlainError {
  if (error instanceof TrailwatchError) return { code: error.code, message: error.message, hint: error.hint };
  return {
    code: undefined,
    message: error instanceof Error ? error.message : String(error),
    hint: undefined,
  };
}
