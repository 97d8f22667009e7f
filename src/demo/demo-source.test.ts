import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivery } from '../sources/source.ts';
import { createDemoSource, type DemoClock } from './demo-source.ts';

const nowMs = Date.UTC(2026, 10, 18, 15, 30);

/** Stands still until waited on. */
function fakeClock(): DemoClock {
  let time = nowMs;
  return {
    now: () => time,
    async wait(ms) {
      time += ms;
    },
  };
}

function textOf({ content }: Delivery): string {
  assert.equal(content.kind, 'bytes');
  return content.kind === 'bytes' ? Buffer.from(content.bytes).toString() : '';
}

test('a day of history comes first, then the present with its attacks, until it is stopped', async () => {
  const stop = new AbortController();
  const history: Delivery[] = [];
  const live: Delivery[] = [];
  const ids = new Set<string>();
  for await (const delivery of createDemoSource({ nowMs, eventsPerDay: 3000, clock: fakeClock() }).deliveries(
    stop.signal,
  )) {
    assert.ok(!ids.has(delivery.deliveryId));
    ids.add(delivery.deliveryId);
    assert.ok(delivery.object.startsWith('demo://'));
    (delivery.modifiedMs <= nowMs ? history : live).push(delivery);
    if (delivery.modifiedMs > nowMs + 20 * 60_000) stop.abort();
  }
  const first = Math.min(...history.map(({ modifiedMs }) => modifiedMs));
  assert.ok(first >= nowMs - 86_400_000);
  assert.ok(history.some((delivery) => textOf(delivery).includes('"StopLogging"')));
  assert.ok(live.some((delivery) => textOf(delivery).includes('"StopLogging"')));
});

test('a calendar day is the same whenever the demo starts', async () => {
  const eventIds = async (startMs: number): Promise<Set<string>> => {
    const stop = new AbortController();
    const found = new Set<string>();
    for await (const delivery of createDemoSource({
      nowMs: startMs,
      eventsPerDay: 2000,
      clock: fakeClock(),
    }).deliveries(stop.signal)) {
      if (delivery.modifiedMs > startMs) break;
      for (const [, id] of textOf(delivery).matchAll(/"eventID":"([^"]+)"/g))
        if (id !== undefined) found.add(id);
    }
    return found;
  };
  const earlier = await eventIds(nowMs);
  const later = await eventIds(nowMs + 2 * 3_600_000);
  const common = earlier.intersection(later).size;
  assert.ok(common > 0.8 * earlier.size, `${common} of ${earlier.size}`);
});
