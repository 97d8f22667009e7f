import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareDataset, prepareRules } from './dataset.ts';
import { type Detection, measureDetection } from './detection.ts';
import { type Floor, measureFloor } from './floor.ts';
import { type IngestRun, runIngest } from './ingest.ts';
import { type Latency, measureLatency } from './latency.ts';
import { describeMachine, type Machine } from './machine.ts';
import { measureQueries, type QueryTimes } from './queries.ts';
import { printReport } from './report.ts';
import { median, round } from './statistics.ts';
import { measureStorage, type Storage } from './storage.ts';

/** All that one run found; `bench/baseline.json` is one of these. */
export interface Report {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly dataset: {
    readonly events: number;
    readonly rawMb: number;
    readonly gzipMb: number;
    readonly files: number;
  };
  readonly rules: { readonly total: number; readonly builtIn: number };
  readonly ingest: Readonly<Record<keyof IngestRun, number>> & {
    readonly repeats: number;
    /** Share of what two cores could do with the floor's work. */
    readonly ofTwoCores: number;
    /** The floor's CPU over all the CPU that the ingest took: the same question, blind to idle cores and to other programs. */
    readonly cpuOfFloor: number;
  };
  readonly floor: Floor;
  readonly detection: Detection;
  readonly storage: Storage;
  readonly latency: Latency;
  readonly queries: readonly QueryTimes[];
}

const help = `Measures Trailwatch on generated CloudTrail.

  node bench/run.ts [options]

  --quick       60,000 events and one repeat: a minute, for a first look
  --events N    events to ingest (default 1000000)
  --repeats N   ingest and floor runs, of which the medians count (default 3)
  --json FILE   write the report as JSON
  --fresh       generate the events anew`;

const ruleCount = 500;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    events: { type: 'string' },
    repeats: { type: 'string' },
    json: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(`${help}\n`);
else await main();

async function main(): Promise<void> {
  const events = Number(values.events ?? (values.quick ? 60_000 : 1_000_000));
  const repeats = Number(values.repeats ?? (values.quick ? 1 : 3));
  const workDir = mkdtempSync(join(tmpdir(), 'trailwatch-bench-'));
  try {
    const report = await measureAll(events, repeats, workDir);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, rounded, 2)}\n`);
    process.stdout.write(`\n${printReport(report)}`);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

async function measureAll(events: number, repeats: number, workDir: string): Promise<Report> {
  const machine = describeMachine();
  say(`preparing ${events} events`);
  const data = await prepareDataset(events, values.fresh);
  const rules = await prepareRules(ruleCount);
  const config = join(workDir, 'trailwatch.yaml');
  writeFileSync(config, `rules:\n  paths: [${JSON.stringify(rules.file)}]\n`);
  const runs: IngestRun[] = [];
  const floors: Floor[] = [];
  const dataDir = join(workDir, 'data');
  for (let i = 0; i < repeats; i++) {
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true });
    say(`ingest, run ${i + 1} of ${repeats}`);
    runs.push(await runIngest(data, dataDir, config));
    say(`its floor, run ${i + 1} of ${repeats}`);
    floors.push(await measureFloor(data, join(workDir, 'floor')));
  }
  const ingest = medians(runs);
  const floor = medians(floors);
  say('queries');
  const queries = await measureQueries(data, dataDir, config, values.quick ? 11 : 21);
  say('storage');
  const storage = await measureStorage(data, dataDir, (values.quick ? 4 : 32) * 1024 ** 2);
  say('latency at half load');
  const latency = await measureLatency({
    dataDir: join(workDir, 'latency'),
    rules: [join(import.meta.dirname, '..', 'rules'), rules.file],
    eventsPerSecond: Math.round(ingest.eventsPerSecond / 2),
    seconds: values.quick ? 8 : 30,
  });
  say('detection');
  const detection = measureDetection(values.quick ? 5000 : 20_000, values.quick ? 3 : 5);
  return {
    machine,
    quick: values.quick,
    dataset: {
      events: data.events,
      rawMb: data.rawBytes / 1e6,
      gzipMb: data.gzipBytes / 1e6,
      files: data.files.length,
    },
    rules: { total: ruleCount, builtIn: rules.builtIn },
    ingest: {
      ...ingest,
      repeats,
      ofTwoCores: ingest.eventsPerSecond / floor.twoCoresPerSecond,
      cpuOfFloor: floor.total / (ingest.cpuSecondsOurs + ingest.cpuSecondsEngine),
    },
    floor,
    detection,
    storage,
    latency,
    queries,
  };
}

/** The median of each figure by itself. */
function medians<T extends Readonly<Record<keyof T, number>>>(runs: readonly T[]): Record<keyof T, number> {
  const [first] = runs;
  if (first === undefined) throw new RangeError('no runs');
  const result: Record<keyof T, number> = { ...first };
  for (const key in first) result[key] = median(runs.map((run) => run[key]));
  return result;
}

function say(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? round(value) : value;
}
