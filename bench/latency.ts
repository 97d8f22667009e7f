import { setTimeout as sleep } from 'node:timers/promises';
import { hash128Hex } from '../src/base/ids.ts';
import { generateOrganisation } from '../src/demo/generate.ts';
import { loadRules } from '../src/detect/load-rules.ts';
import { startPipeline } from '../src/pipeline/pipeline.ts';
import type { Delivery, Source } from '../src/sources/source.ts';
import { openStore } from '../src/store/open-store.ts';
import { percentile } from './statistics.ts';

export interface Latency {
  readonly eventsPerSecond: number;
  readonly deliveries: number;
  readonly findings: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LatencyOptions {
  readonly dataDir: string;
  readonly rules: readonly string[];
  readonly eventsPerSecond: number;
  readonly seconds: number;
}

const eventsPerDelivery = 250;

/**
 * From the moment a delivery with an attack in it is there to the moment its finding is durable and can be queried.
 * Deliveries come by the clock, whether or not the last one is done: waiting in line counts.
 */
export async function measureLatency({
  dataDir,
  rules,
  eventsPerSecond,
  seconds,
}: LatencyOptions): Promise<Latency> {
  const store = await openStore({ kind: 'embedded', dataDir, log: () => {} });
  const load = await loadRules(rules);
  const latencies: number[] = [];
  let findings = 0;
  const count = Math.max(20, Math.floor((eventsPerSecond * seconds) / eventsPerDelivery));
  const contents = prepareDeliveries(count);
  const intervalMs = (eventsPerDelivery / eventsPerSecond) * 1000;
  const startMs = performance.now();
  const source: Source = {
    name: 'latency',
    async *deliveries() {
      for (const [i, bytes] of contents.entries()) {
        const dueMs = startMs + warmUpMs + i * intervalMs;
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await sleep(waitMs);
        yield delivery(i, bytes, (found) => {
          findings += found;
          if (found > 0) latencies.push(performance.now() - dueMs);
        });
      }
    },
  };
  const pipeline = startPipeline({ sources: [source], store, rules: load.rules });
  try {
    await pipeline.finished();
  } finally {
    await pipeline.close();
    await store.close();
  }
  return {
    eventsPerSecond,
    deliveries: contents.length,
    findings,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

/** Workers start and rules compile meanwhile. */
const warmUpMs = 5000;

/** Ordinary events with one stopped trail in each delivery. */
function prepareDeliveries(count: number): Buffer[] {
  const startMs = Date.UTC(2026, 10, 20);
  const records = generateOrganisation({
    seed: 7,
    startMs,
    endMs: startMs + 86_400_000,
    totalEvents: count * (eventsPerDelivery - 1),
    mix: { cloudtrail: 1 },
    attacks: false,
  });
  const deliveries: Buffer[] = [];
  let texts: string[] = [];
  for (const { text, timeMs } of records) {
    texts.push(text);
    if (texts.length < eventsPerDelivery - 1) continue;
    texts.push(stoppedTrail(deliveries.length, timeMs));
    deliveries.push(Buffer.from(`{"Records":[${texts.join(',')}]}`));
    texts = [];
  }
  return deliveries;
}

function stoppedTrail(index: number, timeMs: number): string {
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/bench',
      accountId: '111122223333',
      userName: 'bench',
    },
    eventTime: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.210',
    userAgent: 'bench',
    requestParameters: { name: `trail-${index}` },
    responseElements: null,
    eventID: `00000000-0000-4000-a000-${String(index).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  });
}

function delivery(index: number, bytes: Buffer, onDurable: (findings: number) => void): Delivery {
  return {
    source: 'latency',
    object: `latency-${index}`,
    deliveryId: hash128Hex('latency', String(index)),
    resumed: false,
    modifiedMs: Date.UTC(2026, 10, 20),
    bytes: bytes.length,
    content: { kind: 'bytes', bytes },
    async ack({ findings }) {
      onDurable(findings);
    },
  };
}
