import { cpus } from 'node:os';
import { createDetector, type Detector } from '../src/detect/detector.ts';
import { evaluate } from '../src/detect/evaluate.ts';
import { parseRules } from '../src/detect/load-rules.ts';
import type { Rule } from '../src/detect/rule.ts';
import type { Event, Fields } from '../src/event/event.ts';
import { benchEvents, benchRules } from './detect-rules.ts';

/** Detection time per event on one core, by number of rules; parsing not counted. Prints one JSON object. */
const eventCount = Number(process.env['BENCH_EVENTS'] ?? 10_000);
const repeats = Number(process.env['BENCH_REPEATS'] ?? 15);
const naiveEvents = 100;
const batch = 200;

const events = benchEvents(eventCount);
const packs = [10, 500, 5_000].map((rules) => compilePack(rules));
const times = measure(packs);
const results = packs.map((pack, index) => report(pack, times[index] ?? 0));
const [few] = results;
const many = results.at(-1);
process.stdout.write(
  `${JSON.stringify(
    {
      machine: { cpu: cpus()[0]?.model, node: process.version },
      events: eventCount,
      repeats,
      results,
      ratio_5000_to_10: few && many ? round(many.us_per_event / few.us_per_event) : null,
    },
    null,
    2,
  )}\n`,
);

interface Pack {
  readonly rules: readonly Rule[];
  readonly detector: Detector;
  readonly compileMs: number;
}

function compilePack(count: number): Pack {
  const { rules, refused } = parseRules(benchRules(count), 'bench.yml');
  if (refused.length > 0)
    throw new Error(`${refused.length} bench rules were refused: ${refused[0]?.message}`);
  const started = process.hrtime.bigint();
  const detector = createDetector(rules);
  const [first] = events;
  if (first !== undefined) detector.match(first);
  return { rules, detector, compileMs: milliseconds(started) };
}

function report(
  { rules, detector, compileMs }: Pack,
  micros: number,
): Readonly<Record<string, number>> & { readonly us_per_event: number } {
  let matches = 0;
  for (const event of events) matches += detector.match(event).length;
  return {
    rules: rules.length,
    us_per_event: round(micros / eventCount),
    events_per_second: Math.round((eventCount / micros) * 1e6),
    naive_events_per_second: naive(rules),
    compile_ms: round(compileMs),
    matches,
  };
}

/**
 * Microseconds for all events, a pack: the sum over batches of each batch's best repeat, because other work on the machine
 * only ever adds; the packs take turns, so that it adds to all. Each event is parsed anew just before, as in the pipeline:
 * strings come without their hashes, and caches hold other things. Parsing is not counted.
 */
function measure(all: readonly Pack[]): readonly number[] {
  const totals = all.map(() => 0);
  for (let start = 0; start < events.length; start += batch) {
    const slice = events.slice(start, start + batch);
    const best = all.map(() => Number.POSITIVE_INFINITY);
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const [index, { detector }] of all.entries()) {
        best[index] = Math.min(best[index] ?? 0, timeBatch(detector, slice));
      }
    }
    for (const [index, time] of best.entries()) totals[index] = (totals[index] ?? 0) + time;
  }
  return totals;
}

function timeBatch(detector: Detector, slice: readonly Event[]): number {
  const fresh = slice.map((event) => ({ ...event, fields: parse(event.raw) }));
  const started = process.hrtime.bigint();
  for (const event of fresh) detector.match(event);
  return Number(process.hrtime.bigint() - started) / 1_000;
}

function parse(raw: Uint8Array): Fields {
  return JSON.parse(Buffer.from(raw).toString());
}

function naive(rules: readonly Rule[]): number {
  const sample = events.slice(0, Math.max(1, Math.floor((naiveEvents * 500) / rules.length)));
  const started = process.hrtime.bigint();
  let matches = 0;
  for (const event of sample) for (const { expr } of rules) if (evaluate(expr, event)) matches += 1;
  return matches < 0 ? 0 : Math.round((sample.length / milliseconds(started)) * 1_000);
}

function milliseconds(since: bigint): number {
  return Number(process.hrtime.bigint() - since) / 1e6;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
