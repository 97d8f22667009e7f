import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hash128, hash128Hex } from '../src/base/ids.ts';
import type { Event, Fields } from '../src/event/event.ts';
import { normalize } from '../src/normalize/normalize.ts';
import { createRowEncoder } from '../src/store/encode-rows.ts';
import { insertBinary } from '../src/store/engine-io.ts';
import { openStore } from '../src/store/open-store.ts';
import { insertColumns } from '../src/store/schema/events-columns.ts';
import type { Dataset } from './dataset.ts';
import { findEngine, processUse } from './processes.ts';
import { threadCpu } from './statistics.ts';

/** CPU seconds of what cannot be left out, each part alone and at its simplest. */
export interface Floor {
  readonly gunzip: number;
  readonly parse: number;
  readonly encode: number;
  /** Of the engine: inserting the same rows, two in flight, durable. */
  readonly insertEngine: number;
  /** Of this process, for sending them. */
  readonly insertClient: number;
  readonly total: number;
  /** Events a second that two cores would reach with this work and no other. */
  readonly twoCoresPerSecond: number;
  /** How long the engine took for the inserts alone. */
  readonly insertSeconds: number;
}

const batchRows = 10_000;
const inFlight = 2;

/** Measured on the same files and rows as the ingest before it. */
export async function measureFloor(data: Dataset, workDir: string): Promise<Floor> {
  rmSync(workDir, { recursive: true, force: true });
  mkdirSync(workDir, { recursive: true });
  const { batches, ...serial } = encodeAll(data, workDir);
  const insert = await insertAll(batches, workDir);
  rmSync(workDir, { recursive: true, force: true });
  const total = serial.gunzip + serial.parse + serial.encode + insert.insertEngine + insert.insertClient;
  return { ...serial, ...insert, total, twoCoresPerSecond: (2 * data.events) / total };
}

interface Encoded {
  readonly gunzip: number;
  readonly parse: number;
  readonly encode: number;
  /** Files of RowBinary, kept on disk so that memory stays small. */
  readonly batches: readonly string[];
}

function encodeAll(data: Dataset, workDir: string): Encoded {
  const batches: string[] = [];
  let [gunzip, parse, encode] = [0, 0, 0];
  let encoder = createRowEncoder({ deliveryId: hash128Hex('floor') });
  let day = '';
  const flush = (): void => {
    if (encoder.rows === 0) return;
    const finished = threadCpu(() => encoder.finish());
    encode += finished.seconds;
    const file = join(workDir, `${batches.length}.rows`);
    writeFileSync(file, finished.value.bytes);
    batches.push(file);
    encoder = createRowEncoder({ deliveryId: hash128Hex('floor', String(batches.length)) });
  };
  for (const file of byDay(data.files)) {
    const fileDay = dayOf(file);
    if (fileDay !== day) flush();
    day = fileDay;
    const compressed = readFileSync(file);
    const unzipped = threadCpu(() => gunzipSync(compressed));
    gunzip += unzipped.seconds;
    const parsed = threadCpu((): { readonly Records: readonly Fields[] } =>
      JSON.parse(unzipped.value.toString()),
    );
    parse += parsed.seconds;
    const events = parsed.value.Records.map(toEvent);
    for (let start = 0; start < events.length; ) {
      const end = Math.min(events.length, start + batchRows - encoder.rows);
      const part = events.slice(start, end);
      encode += threadCpu(() => {
        for (const { event, id } of part) encoder.add(event, id, 0, data.endMs);
      }).seconds;
      if (encoder.rows >= batchRows) flush();
      start = end;
    }
  }
  flush();
  return { gunzip, parse, encode, batches };
}

/** Not part of the floor: columns have to come from somewhere. */
function toEvent(fields: Fields): { readonly event: Event; readonly id: Uint8Array } {
  const raw = Buffer.from(JSON.stringify(fields));
  const { event, nativeKey } = normalize({
    logType: 'aws.cloudtrail',
    raw,
    fields,
    rawIsJson: true,
    envelope: {},
  });
  return { event, id: hash128(...(nativeKey ?? [])) };
}

async function insertAll(
  batches: readonly string[],
  workDir: string,
): Promise<Pick<Floor, 'insertEngine' | 'insertClient' | 'insertSeconds'>> {
  const store = await openStore({ kind: 'embedded', dataDir: join(workDir, 'data'), log: () => {} });
  try {
    const engine = findEngine(process.pid);
    const engineBefore = engine === undefined ? 0 : processUse(engine).cpuSeconds;
    const clientBefore = process.cpuUsage();
    const started = performance.now();
    const io = { engine: store.engine, signal: new AbortController().signal };
    let next = 0;
    const sender = async (): Promise<void> => {
      for (let file = batches[next++]; file !== undefined; file = batches[next++]) {
        await insertBinary(io, {
          table: 'events',
          columns: insertColumns,
          parts: [readFileSync(file)],
          token: hash128Hex(file),
        });
      }
    };
    await Promise.all(Array.from({ length: inFlight }, sender));
    const client = process.cpuUsage(clientBefore);
    return {
      insertEngine: (engine === undefined ? 0 : processUse(engine).cpuSeconds) - engineBefore,
      insertClient: (client.user + client.system) / 1e6,
      insertSeconds: (performance.now() - started) / 1000,
    };
  } finally {
    await store.close();
  }
}

function byDay(files: readonly string[]): string[] {
  return files.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
}

/** The folder of a CloudTrail object ends in its day. */
function dayOf(file: string): string {
  return file.split('/').slice(-4, -1).join('/');
}
