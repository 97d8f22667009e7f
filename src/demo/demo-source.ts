import { setTimeout as sleep } from 'node:timers/promises';
import { hash128Hex } from '../base/ids.ts';
import type { Delivery, Source } from '../sources/source.ts';
import { createAssetRegister } from './assets.ts';
import { generateOrganisation } from './generate.ts';
import { createOrganisation } from './organisation.ts';
import { packObjects, type PackedObject } from './pack-objects.ts';
import { Random } from './prng.ts';
import type { SimulatedRecord } from './record.ts';
import { playAttacks } from './scenarios/play-attacks.ts';

export interface DemoOptions {
  /** Where the history ends and the live part begins. */
  readonly nowMs: number;
  readonly seed?: number | undefined;
  /** Records a day, on average. */
  readonly eventsPerDay?: number | undefined;
  /** For tests: the time of day, and how to wait. */
  readonly clock?: DemoClock | undefined;
}

export interface DemoClock {
  readonly now: () => number;
  /** Returns early, without failing, when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const dayMs = 86_400_000;
const historyMs = dayMs;
/** Few objects for the history: it is to load within seconds. */
const historyWindowMs = 6 * 3_600_000;
const objectBytesMax = 2 * 1024 ** 2;
const liveIntervalMs = 2000;
/** In the live part each attack takes a few minutes, and they come again. */
const liveRoundMs = 18 * 60_000;

/**
 * The simulated organisation as a source: its last 24 hours at once, then its life as it goes on, with attacks in both.
 * A calendar day is the same whenever it is asked for. Nothing is lost by not acking: the next start simulates it again.
 */
export function createDemoSource({
  nowMs,
  seed = 1,
  eventsPerDay = 72_000,
  clock = systemClock,
}: DemoOptions): Source {
  return {
    name: 'demo',
    async *deliveries(signal) {
      const life = simulateFrom(seed, nowMs - historyMs, eventsPerDay);
      const history = packObjects(takeUntil(life, nowMs), {
        seed,
        windowMs: historyWindowMs,
        objectBytesMax,
      });
      for (const object of history) {
        if (signal.aborted) return;
        yield toDelivery(object, nowMs);
      }
      yield* liveDeliveries(life, { seed, nowMs, clock, signal });
    },
  };
}

interface LiveOptions {
  readonly seed: number;
  readonly nowMs: number;
  readonly clock: DemoClock;
  readonly signal: AbortSignal;
}

async function* liveDeliveries(
  life: RecordStream,
  { seed, nowMs, clock, signal }: LiveOptions,
): AsyncGenerator<Delivery> {
  const attacks = new RecordStream(attackRounds(seed, nowMs));
  for (;;) {
    await clock.wait(liveIntervalMs, signal);
    if (signal.aborted) return;
    const until = clock.now();
    const records = [...takeUntil(life, until), ...takeUntil(attacks, until)].toSorted(
      (a, b) => a.timeMs - b.timeMs,
    );
    const objects = packObjects(records, { seed: until % 2 ** 31, windowMs: dayMs, objectBytesMax });
    for (const object of objects) yield toDelivery(object, nowMs);
  }
}

function toDelivery({ key, bytes, lastMs }: PackedObject, startedMs: number): Delivery {
  return {
    source: 'demo',
    object: `demo://${key}`,
    deliveryId: hash128Hex('demo', String(startedMs), String(lastMs), key),
    resumed: false,
    modifiedMs: lastMs,
    bytes: bytes.length,
    content: { kind: 'bytes', bytes },
    async ack() {
      // Nothing to remember: see createDemoSource.
    },
  };
}

/** Day after day without end. */
function simulateFrom(seed: number, fromMs: number, eventsPerDay: number): RecordStream {
  function* days(): Generator<SimulatedRecord, void, undefined> {
    for (let day = Math.floor(fromMs / dayMs); ; day++) {
      const options = {
        seed,
        startMs: day * dayMs,
        endMs: (day + 1) * dayMs,
        totalEvents: eventsPerDay,
        attacks: true,
      };
      for (const record of generateOrganisation(options)) if (record.timeMs >= fromMs) yield record;
    }
  }
  return new RecordStream(days());
}

function* attackRounds(seed: number, fromMs: number): Generator<SimulatedRecord, void, undefined> {
  const organisation = createOrganisation(seed);
  const assetsOf = createAssetRegister(organisation);
  for (let round = 0; ; round++) {
    const startMs = fromMs + round * liveRoundMs;
    const random = new Random(seed, `live attacks ${startMs}`);
    yield* playAttacks({ organisation, assetsOf, random, startMs, endMs: startMs + liveRoundMs });
  }
}

/** Records in order of time that can be taken bit by bit. */
class RecordStream {
  private readonly records: Iterator<SimulatedRecord, void, undefined>;
  private ahead: SimulatedRecord | undefined;

  constructor(records: Iterator<SimulatedRecord, void, undefined>) {
    this.records = records;
  }

  peek(): SimulatedRecord | undefined {
    if (this.ahead === undefined) {
      const { done, value } = this.records.next();
      if (done !== true) this.ahead = value;
    }
    return this.ahead;
  }

  take(): void {
    this.ahead = undefined;
  }
}

function* takeUntil(stream: RecordStream, untilMs: number): Generator<SimulatedRecord, void, undefined> {
  for (let record = stream.peek(); record !== undefined && record.timeMs <= untilMs; record = stream.peek()) {
    stream.take();
    yield record;
  }
}

const systemClock: DemoClock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};
