import { cpus } from 'node:os';
import { createDetector } from '../src/detect/detector.ts';
import { evaluate } from '../src/detect/evaluate.ts';
import { parseRules } from '../src/detect/load-rules.ts';
import type { Event, Fields } from '../src/event/event.ts';
import { benchEvents, benchRules } from './detect-rules.ts';

/** Detection time per event on one core, by number of rules; parsing not counted. Prints one JSON object. */
const eventCount = Number(process.env['BENCH_EVENTS'] ?? 10_000);
const repeats = Number(process.env['BENCH_REPEATS'] ?? 15);
const naiveEvents = 100;
const batch = 200;

const events = benchEvents(eventCount);
const results = [10, 500, 5_000].map((rules) => measure(rules));
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

function measure(count: number): Readonly<Record<string, number>> & { readonly us_per_event: number } {
  const { rules, refused } = parseRules(benchRules(count), 'bench.yml');
  if (refused.length > 0)
    throw new Error(`${refused.length} bench rules were refused: ${refused[0]?.message}`);
  const started = process.hrtime.bigint();
  const detector = createDetector(rules);
  const [first] = events;
  if (first !== undefined) detector.match(first);
  const compileMs = milliseconds(started);
  const micros = microseconds(detector.match);
  let matches = 0;
  for (const event of events) matches += detector.match(event).length;
  return {
    rules: count,
    us_per_event: round(micros / eventCount),
    events_per_second: Math.round((eventCount / micros) * 1e6),
    naive_events_per_second: naive(rules),
    compile_ms: round(compileMs),
    matches,
  };
}

/**
 * Time for all events: the sum over batches of each batch's best repeat, because other work on the machine only ever adds.
 * Each event is parsed anew just before, as in the pipeline: strings come without their hashes, and caches hold other things.
 * Parsing is not counted.
 */
function microseconds(match: (event: Event) => readonly unknown[]): number {
  let total = 0;
  for (let start = 0; start < events.length; start += batch) {
    const slice = events.slice(start, start + batch);
    const times = Array.from({ length: repeats }, () => {
      const fresh = slice.map((event) => ({ ...event, fields: parse(event.raw) }));
      const started = process.hrtime.bigint();
      for (const event of fresh) match(event);
      return Number(process.hrtime.bigint() - started) / 1_000;
    });
    total += Math.min(...times);
  }
  return total;
}

function parse(raw: Uint8Array): Fields {
  return JSON.parse(Buffer.from(raw).toString());
}

function naive(rules: readonly { readonly expr: Parameters<typeof evaluate>[0] }[]): number {
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
