import { createWriteStream, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type GenerateOptions, generateOrganisation } from './generate.ts';
import { packObjects } from './pack-objects.ts';
import type { SimulatedRecord } from './record.ts';

export interface WriteOptions extends GenerateOptions {
  /** Objects begin anew this often. */
  readonly windowMinutes?: number | undefined;
  readonly onProgress?: ((records: number) => void) | undefined;
}

export interface WriteResult {
  readonly records: number;
  readonly objects: number;
  /** Before compression. */
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly labels: number;
}

const objectBytesMax = 4 * 1024 ** 2;
const compress = promisify(gzip);

/**
 * Writes the logs below `dir/logs` as their services would, and the ground truth to `dir/labels.ndjson`: one line for each
 * record that is a step of an attack. The same options write the same bytes.
 */
export async function writeOrganisation(dir: string, options: WriteOptions): Promise<WriteResult> {
  mkdirSync(dir, { recursive: true });
  const labelFile = createWriteStream(join(dir, 'labels.ndjson'));
  let labels = 0;
  const passing = function* (records: Iterable<SimulatedRecord>): Generator<SimulatedRecord> {
    for (const record of records) {
      if (record.label !== undefined) {
        labels += 1;
        labelFile.write(`${labelLine(record)}\n`);
      }
      yield record;
    }
  };
  const objects = packObjects(passing(generateOrganisation(options)), {
    seed: options.seed,
    windowMs: (options.windowMinutes ?? 60) * 60_000,
    objectBytesMax,
  });
  const total = { records: 0, objects: 0, rawBytes: 0, storedBytes: 0 };
  const folders = new Set<string>();
  for (const { key, bytes, records } of objects) {
    const stored = key.startsWith('applications/') ? bytes : await compress(bytes);
    const path = join(dir, 'logs', stored === bytes ? key : `${key}.gz`);
    if (!folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    folders.add(dirname(path));
    await writeFile(path, stored);
    total.records += records;
    total.objects += 1;
    total.rawBytes += bytes.length;
    total.storedBytes += stored.length;
    options.onProgress?.(total.records);
  }
  labelFile.end();
  await finished(labelFile);
  return { ...total, labels };
}

function labelLine({ logType, timeMs, accountId, region, label, text }: SimulatedRecord): string {
  return JSON.stringify({
    ...label,
    logType,
    time: new Date(timeMs).toISOString(),
    accountId,
    region,
    // What has no id of its own is found again by its text.
    ...(label?.eventId === '' ? { text } : {}),
  });
}
