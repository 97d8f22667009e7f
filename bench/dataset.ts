import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../src/detect/load-rules.ts';
import { type WriteResult, writeOrganisation } from '../src/demo/write-organisation.ts';
import { benchRules } from './detect-rules.ts';

export interface Dataset {
  /** gzip files of CloudTrail, as AWS would deliver them. */
  readonly files: readonly string[];
  readonly folder: string;
  readonly events: number;
  readonly rawBytes: number;
  readonly gzipBytes: number;
  readonly days: number;
  readonly endMs: number;
}

const endMs = Date.UTC(2026, 10, 21);
const days = 10;
const root = join(import.meta.dirname, '..');
const cache = join(root, '.cache', 'bench');

/** Generated once and kept: the same events give the same bytes. `--fresh` makes them anew. */
export async function prepareDataset(events: number, fresh: boolean): Promise<Dataset> {
  const dir = join(cache, `cloudtrail-${events}`);
  const resultFile = join(dir, 'result.json');
  if (fresh) rmSync(dir, { recursive: true, force: true });
  if (!existsSync(resultFile)) {
    const building = `${dir}.building`;
    rmSync(building, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(building, { recursive: true });
    const result = await writeOrganisation(building, {
      seed: 1,
      startMs: endMs - days * 86_400_000,
      endMs,
      totalEvents: events,
      mix: { cloudtrail: 1 },
      attacks: true,
      windowMinutes: 24 * 60,
    });
    writeFileSync(join(building, 'result.json'), JSON.stringify(result));
    renameSync(building, dir);
  }
  const result: WriteResult = JSON.parse(readFileSync(resultFile, 'utf8'));
  const folder = join(dir, 'logs');
  const files = globSync('**/*.json.gz', { cwd: folder })
    .map((name) => join(folder, name))
    .toSorted();
  const gzipBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { files, folder, events: result.records, rawBytes: result.rawBytes, gzipBytes, days, endMs };
}

/** Writes rules so that with the built-in pack there are `count`, and returns their file. */
export async function prepareRules(
  count: number,
): Promise<{ readonly file: string; readonly builtIn: number }> {
  const builtIn = (await loadRules([join(root, 'rules')])).rules.length;
  const file = join(cache, `rules-${count}.yml`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, benchRules(Math.max(1, count - builtIn)));
  return { file, builtIn };
}
