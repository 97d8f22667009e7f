import type { Report } from './run.ts';
import { round } from './statistics.ts';

const mib = 1024 ** 2;

/** The report as a table for people. */
export function printReport(report: Report): string {
  return [...machineLines(report), ...ingestLines(report), ...otherLines(report), ...queryLines(report)]
    .map((line) => (line.length === 0 ? '' : columns(line)))
    .join('\n')
    .concat('\n');
}

type Line = readonly (string | number)[];

const columnWidths = [34, 14, 14, 14, 14];

function columns(line: Line): string {
  return line
    .map((cell, i) => (typeof cell === 'number' ? String(round(cell)) : cell).padEnd(columnWidths[i] ?? 10))
    .join(' ')
    .trimEnd();
}

function machineLines({ machine, dataset, rules, quick }: Report): Line[] {
  return [
    [
      'machine',
      `${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB, Node ${machine.node}, ${machine.engine}`,
    ],
    [
      'load before',
      machine.load_before,
      machine.load_before > 0.5 ? 'others were at work: figures are too low' : '',
    ],
    [
      'events',
      dataset.events,
      `${round(dataset.rawMb)} MB raw, ${round(dataset.gzipMb)} MB gzip, ${dataset.files} files`,
    ],
    ['rules', rules.total, `${rules.builtIn} of them built in`],
    ...(quick ? [['quick run', 'for a first look only']] : []),
    [],
  ];
}

function ingestLines({ ingest, floor, dataset }: Report): Line[] {
  const perEvent = (seconds: number) => `${round((seconds / dataset.events) * 1e6)} us/event`;
  return [
    [
      'ingest, durable, end to end',
      `${Math.round(ingest.eventsPerSecond)}/s`,
      `${round(ingest.rawMbPerSecond)} MB/s`,
      `${round(ingest.seconds)} s`,
    ],
    ['  CPU, our process', perEvent(ingest.cpuSecondsOurs)],
    ['  CPU, engine', perEvent(ingest.cpuSecondsEngine)],
    ['  peak memory, our process', `${Math.round(ingest.peakRssOurs / mib)} MiB`],
    ['  peak memory, engine', `${Math.round(ingest.peakRssEngine / mib)} MiB`],
    ['floor: gunzip', perEvent(floor.gunzip)],
    ['floor: JSON.parse', perEvent(floor.parse)],
    ['floor: encode', perEvent(floor.encode)],
    ['floor: insert, engine', perEvent(floor.insertEngine)],
    ['floor: insert, client', perEvent(floor.insertClient)],
    ['two cores with the floor alone', `${Math.round(floor.twoCoresPerSecond)}/s`],
    ['ingest over that (at least 0.6)', ingest.ofTwoCores],
    ['  by CPU time', ingest.cpuOfFloor],
    [],
  ];
}

function otherLines({ detection, storage, latency }: Report): Line[] {
  return [
    ...detection.results.map(
      (result): Line => [`detection, ${result.rules} rules`, `${round(result.us_per_event)} us/event`],
    ),
    ['5,000 rules over 10 (at most 1.5)', detection.ratio_5000_to_10],
    [],
    ['stored, bytes an event', storage.storedBytesPerEvent, `raw ${round(storage.rawBytesPerEvent)}`],
    [
      'zstd -19 of raw, bytes an event',
      storage.zstdBytesPerEvent,
      `stored is ${round(storage.ratioToZstd)} times`,
    ],
    [
      'largest columns',
      Object.entries(storage.columns)
        .map(([name, bytes]) => `${name} ${bytes}`)
        .join(', '),
    ],
    [],
    [
      'event to finding at half load',
      `p50 ${Math.round(latency.p50Ms)} ms`,
      `p99 ${Math.round(latency.p99Ms)} ms`,
      `${latency.eventsPerSecond}/s`,
      `${latency.findings} findings`,
    ],
    [],
  ];
}

function queryLines({ queries }: Report): Line[] {
  return [
    ['query, ms', 'API p50', 'API p95', 'engine p50', 'engine p95', 'ratio'],
    ...queries.map(
      (query): Line => [
        query.name,
        query.apiP50Ms,
        query.apiP95Ms,
        query.engineP50Ms,
        query.engineP95Ms,
        query.ratio,
      ],
    ),
  ];
}
