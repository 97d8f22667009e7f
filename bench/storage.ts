import { readFileSync } from 'node:fs';
import { constants, gunzipSync, zstdCompressSync } from 'node:zlib';
import { openStore } from '../src/store/open-store.ts';
import type { Dataset } from './dataset.ts';

export interface Storage {
  readonly rawBytesPerEvent: number;
  readonly storedBytesPerEvent: number;
  /** The largest columns, in bytes an event, of the parts that keep columns apart (large ones); {} where there are none. */
  readonly columns: Readonly<Record<string, number>>;
  /** zstd -19 of the raw events in one piece, a sample of `zstdEvents`. */
  readonly zstdBytesPerEvent: number;
  readonly zstdEvents: number;
  readonly ratioToZstd: number;
}

const columnsShown = 8;

/** What the ingested data takes on disk, indexes and all, after the engine has merged it. */
export async function measureStorage(data: Dataset, dataDir: string, sampleBytes: number): Promise<Storage> {
  const store = await openStore({ kind: 'embedded', dataDir, log: () => {} });
  try {
    const { app, database } = store.engine;
    await app.command({
      query: `OPTIMIZE TABLE ${database}.events`,
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    const [total] = await rows<{ bytes: string; events: string }>(
      app,
      `SELECT toString(sum(bytes_on_disk)) AS bytes, toString(sum(rows)) AS events FROM system.parts WHERE database = '${database}' AND table = 'events' AND active`,
    );
    const columns = await rows<{ column: string; bytes: string; events: string }>(
      app,
      `SELECT column, toString(sum(column_bytes_on_disk)) AS bytes, toString(sum(rows)) AS events FROM system.parts_columns WHERE database = '${database}' AND table = 'events' AND active AND part_type = 'Wide' GROUP BY column ORDER BY sum(column_bytes_on_disk) DESC LIMIT ${columnsShown}`,
    );
    const events = Number(total?.events ?? 0);
    const stored = Number(total?.bytes ?? 0) / events;
    const zstd = zstdSample(data, sampleBytes);
    return {
      rawBytesPerEvent: data.rawBytes / data.events,
      storedBytesPerEvent: stored,
      columns: Object.fromEntries(
        columns.map((item) => [item.column, Math.round(Number(item.bytes) / Number(item.events))]),
      ),
      ...zstd,
      ratioToZstd: stored / zstd.zstdBytesPerEvent,
    };
  } finally {
    await store.close();
  }
}

type Client = Awaited<ReturnType<typeof openStore>>['engine']['app'];

async function rows<T>(client: Client, query: string): Promise<T[]> {
  return (await client.query({ query, format: 'JSONEachRow' })).json<T>();
}

function zstdSample(
  data: Dataset,
  sampleBytes: number,
): { readonly zstdBytesPerEvent: number; readonly zstdEvents: number } {
  const lines: string[] = [];
  let bytes = 0;
  for (const file of data.files) {
    if (bytes >= sampleBytes) break;
    const { Records }: { Records: unknown[] } = JSON.parse(gunzipSync(readFileSync(file)).toString());
    for (const record of Records) {
      const line = JSON.stringify(record);
      lines.push(line);
      bytes += line.length + 1;
    }
  }
  const compressed = zstdCompressSync(lines.join('\n'), {
    params: { [constants.ZSTD_c_compressionLevel]: 19 },
  });
  return { zstdBytesPerEvent: compressed.length / lines.length, zstdEvents: lines.length };
}
