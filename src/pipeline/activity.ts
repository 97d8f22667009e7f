import { EventEmitter } from 'node:events';
import type { DeliveryCounts } from '../event/delivery-counts.ts';
import type { Finding } from '../event/finding.ts';
import { addCounts, noCounts } from './counts.ts';

/** A chunk has become durable. */
export interface Committed {
  readonly source: string;
  readonly object: string;
  readonly deliveryId: string;
  readonly counts: DeliveryCounts;
  /** Rows delivered per log type, duplicates included. */
  readonly byLogType: Readonly<Record<string, number>>;
  /** Event times, ms; null without rows. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Findings now in the store. Undefined where some belonged to duplicates and were dropped: ask the store. */
  readonly findings: readonly Finding[] | undefined;
  readonly atMs: number;
}

/** What the pipeline is doing, for metrics, the overview page and live views. */
export interface Activity {
  on(listener: (committed: Committed) => void): () => void;
  snapshot(): ActivitySnapshot;
}

export interface ActivitySnapshot {
  /** Events delivered in each of the last `minutesKept` minutes that had any, oldest first. */
  readonly perMinute: readonly {
    readonly minuteMs: number;
    readonly byLogType: Readonly<Record<string, number>>;
  }[];
  readonly sources: readonly SourceActivity[];
  readonly totals: DeliveryCounts;
}

export interface SourceActivity {
  readonly source: string;
  readonly counts: DeliveryCounts;
  readonly deliveries: number;
  /** When something of it last became durable, ms. */
  readonly lastSeenMs: number;
  /** Newest event time it has brought, ms; null before the first. */
  readonly newestEventMs: number | null;
  /** How far behind its events were when they became durable (the newest of the last chunk), ms. */
  readonly lagMs: number | null;
}

export interface ActivityRecorder extends Activity {
  committed(committed: Committed): void;
  delivered(source: string): void;
}

export const minutesKept = 60;
const minute = 60_000;

export function createActivity(): ActivityRecorder {
  const emitter = new EventEmitter<{ committed: [Committed] }>();
  // One listener for each live view; the server bounds how many there are.
  emitter.setMaxListeners(0);
  const minutes = new Map<number, Record<string, number>>();
  const sources = new Map<string, SourceActivity>();
  let totals = noCounts;

  function countMinute(atMs: number, byLogType: Readonly<Record<string, number>>): void {
    const minuteMs = Math.floor(atMs / minute) * minute;
    const counts = minutes.get(minuteMs) ?? {};
    for (const [logType, rows] of Object.entries(byLogType)) counts[logType] = (counts[logType] ?? 0) + rows;
    minutes.set(minuteMs, counts);
    for (const old of minutes.keys()) if (old <= minuteMs - minutesKept * minute) minutes.delete(old);
  }

  return {
    on(listener) {
      emitter.on('committed', listener);
      return () => emitter.off('committed', listener);
    },
    snapshot() {
      const perMinute = [...minutes].map(([minuteMs, byLogType]) => ({
        minuteMs,
        byLogType: { ...byLogType },
      }));
      return { perMinute, sources: [...sources.values()], totals };
    },
    committed(committed) {
      const { source, counts, atMs, lastMs } = committed;
      totals = addCounts(totals, counts);
      countMinute(atMs, committed.byLogType);
      const before = sources.get(source);
      sources.set(source, {
        source,
        counts: addCounts(before?.counts ?? noCounts, counts),
        deliveries: before?.deliveries ?? 0,
        lastSeenMs: atMs,
        newestEventMs:
          lastMs === null
            ? (before?.newestEventMs ?? null)
            : Math.max(lastMs, before?.newestEventMs ?? lastMs),
        lagMs: lastMs === null ? (before?.lagMs ?? null) : Math.max(0, atMs - lastMs),
      });
      emitter.emit('committed', committed);
    },
    delivered(source) {
      const before = sources.get(source);
      if (before !== undefined) sources.set(source, { ...before, deliveries: before.deliveries + 1 });
    },
  };
}
