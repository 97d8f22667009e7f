import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import type { IngestResult } from '../src/api/query.ts';
import type { Dataset } from './dataset.ts';
import { findEngine, processTree, processUse } from './processes.ts';

export interface IngestRun {
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly rawMbPerSecond: number;
  readonly findings: number;
  readonly cpuSecondsOurs: number;
  readonly cpuSecondsEngine: number;
  readonly peakRssOurs: number;
  readonly peakRssEngine: number;
}

const root = join(import.meta.dirname, '..');
const sampleMs = 100;

/** `trailwatch ingest` as anyone runs it, in a process of its own, watched from outside. */
export async function runIngest(data: Dataset, dataDir: string, config: string): Promise<IngestRun> {
  const args = [
    join(root, 'bin', 'trailwatch'),
    'ingest',
    '--json',
    '--data-dir',
    dataDir,
    '--config',
    config,
    data.folder,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = child.pid;
  if (pid === undefined) throw new Error('trailwatch does not start');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = Promise.withResolvers<number | null>();
  child.on('exit', (code) => ended.resolve(code));
  const use = watch(pid, ended.promise);
  const code = await ended.promise;
  if (code !== 0) throw new Error(`trailwatch ingest ended with ${code}`);
  const result: IngestResult = JSON.parse(output);
  if (result.stored !== data.events)
    throw new Error(`stored ${result.stored} of ${data.events} events: ${output}`);
  return {
    seconds: result.seconds,
    eventsPerSecond: result.stored / result.seconds,
    rawMbPerSecond: data.rawBytes / result.seconds / 1e6,
    findings: result.findings,
    ...(await use),
  };
}

/** The last sample before the end counts: it misses a tenth of a second at most. */
async function watch(
  pid: number,
  ended: Promise<unknown>,
): Promise<Pick<IngestRun, 'cpuSecondsOurs' | 'cpuSecondsEngine' | 'peakRssOurs' | 'peakRssEngine'>> {
  const stop = new AbortController();
  void ended.then(() => stop.abort());
  const peaks = { cpuSecondsOurs: 0, cpuSecondsEngine: 0, peakRssOurs: 0, peakRssEngine: 0 };
  let engine: number | undefined;
  try {
    for await (const _ of setInterval(sampleMs, undefined, { signal: stop.signal })) {
      // Kept: an engine that has just ended has no command line any more, and its time must not count as ours.
      engine ??= findEngine(pid);
      const ours = processTree(pid)
        .filter((item) => item.pid !== engine)
        .map((item) => processUse(item.pid));
      peaks.cpuSecondsOurs = Math.max(peaks.cpuSecondsOurs, sum(ours.map((use) => use.cpuSeconds)));
      peaks.peakRssOurs = Math.max(peaks.peakRssOurs, sum(ours.map((use) => use.peakRssBytes)));
      if (engine === undefined) continue;
      const use = processUse(engine);
      peaks.cpuSecondsEngine = Math.max(peaks.cpuSecondsEngine, use.cpuSeconds);
      peaks.peakRssEngine = Math.max(peaks.peakRssEngine, use.peakRssBytes);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return peaks;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
