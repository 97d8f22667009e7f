import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createGatherer } from '../base/gather.ts';
import { hash128Hex } from '../base/ids.ts';
import type { Control, FinishedDelivery } from '../control/control.ts';
import type { Rule } from '../detect/rule.ts';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { LogType } from '../event/log-types.ts';
import type { DecodeLimits } from '../parsers/parser.ts';
import { createPathsSource } from '../sources/files/paths-source.ts';
import type { Store } from '../store/store.ts';
import { addCounts, noCounts } from './counts.ts';
import { startPipeline } from './pipeline.ts';
import type { EnrichSetup } from './protocol.ts';

export interface IngestOptions {
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  readonly control: Pick<Control, 'runs'>;
  readonly store: Pick<Store, 'commit'>;
  readonly rules: readonly Rule[];
  /** The ledger's `source`; `ingest` by default. */
  readonly source?: string | undefined;
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly enrich?: EnrichSetup | undefined;
  readonly limits?: DecodeLimits | undefined;
  readonly batchRows?: number | undefined;
  readonly workerEntry?: URL | undefined;
  /** Stops in order: what has been read is committed, and the run stays open to be resumed. */
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: IngestProgress): void;
}

export interface IngestProgress {
  readonly files: number;
  /** Bytes read, as stored. */
  readonly bytes: number;
  /** Of this process alone; records of earlier lives of the run come with the files. */
  readonly records: number;
  readonly findings: number;
}

/** What `ingest --json` prints, and a little more. */
export interface IngestSummary {
  readonly files: number;
  readonly records: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly filtered: number;
  readonly dead_letters: number;
  readonly findings: number;
  readonly seconds: number;
}

export interface IngestResult {
  readonly summary: IngestSummary;
  /** Paths that could not be opened; each is a dead letter too. */
  readonly unreadable: readonly string[];
  /** False where the signal stopped it: the same call goes on with what is left. */
  readonly complete: boolean;
  /** It went on with a run that was interrupted. */
  readonly resumed: boolean;
}

/** Paths that the result names, at most. */
const unreadableMax = 100;
/** Files that finish within this time are recorded together. */
const gatherMs = 20;

/**
 * Reads the paths once, as a run: killed at any instant and called again with the same arguments, it ends in the same store and the
 * same summary as a run that was never killed. Called again after it has ended, it is a new run and finds only duplicates.
 */
export async function ingestPaths(options: IngestOptions): Promise<IngestResult> {
  const startedMs = performance.now();
  const run = await options.control.runs.open(runKey(options), `ingest ${options.paths.join(' ')}`);
  const finished = createGatherer<FinishedDelivery>(gatherMs, (deliveries) =>
    options.control.runs.recordFinished(run.id, deliveries),
  );
  let counts = noCounts;
  const progress = { files: 0, bytes: 0, records: 0, findings: 0 };
  const unreadable: string[] = [];
  const report = () => options.onProgress?.({ ...progress });

  function finish(delivered: DeliveryCounts): void {
    counts = addCounts(counts, delivered);
    progress.files += 1;
    report();
  }

  const source = createPathsSource({
    name: options.source ?? 'ingest',
    paths: options.paths,
    stdin: options.stdin ?? process.stdin,
    run,
    forcedType: options.forcedType,
    fieldList: options.fieldList,
    onSkipped(delivered, bytes) {
      progress.bytes += bytes;
      finish(delivered);
    },
    async onFinished(deliveryId, object, delivered, end) {
      await finished.add({ deliveryId, object, counts: delivered });
      if (end.unreadable && unreadable.length < unreadableMax) unreadable.push(object);
      finish(delivered);
    },
  });
  const pipeline = startPipeline({
    sources: [source],
    store: options.store,
    rules: options.rules,
    enrich: options.enrich,
    limits: options.limits,
    workers: options.workers,
    batchRows: options.batchRows,
    workerEntry: options.workerEntry,
    onRead(bytes) {
      progress.bytes += bytes;
      report();
    },
  });
  pipeline.activity.on(({ counts: committed }) => {
    progress.records += committed.delivered;
    progress.findings += committed.findings;
    report();
  });
  const stop = () => void pipeline.close();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    if (options.signal?.aborted !== true) await pipeline.finished();
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await pipeline.close();
  }
  const complete = options.signal?.aborted !== true;
  if (complete) await options.control.runs.close(run.id, counts);
  return {
    summary: summaryOf(progress.files, counts, (performance.now() - startedMs) / 1000),
    unreadable,
    complete,
    resumed: run.resumed,
  };
}

/** The same arguments, whatever folder they are given from. Standard input is never the same twice. */
function runKey(options: IngestOptions): string {
  const paths = options.paths.map((path) => (path === '-' ? `stdin ${randomUUID()}` : resolve(path)));
  return hash128Hex(
    options.source ?? 'ingest',
    options.forcedType ?? '',
    (options.fieldList ?? []).join(' '),
    ...paths,
  );
}

function summaryOf(files: number, counts: DeliveryCounts, seconds: number): IngestSummary {
  return {
    files,
    records: counts.delivered,
    stored: counts.stored,
    duplicates: counts.duplicates,
    filtered: counts.filtered,
    dead_letters: counts.deadLetters,
    findings: counts.findings,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}
