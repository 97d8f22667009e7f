import { setTimeout as sleep } from 'node:timers/promises';
import type { Chunk } from '../../src/event/chunk.ts';
import type { DeadLetter } from '../../src/event/dead-letter.ts';
import type { DeliveryCounts } from '../../src/event/delivery-counts.ts';
import type { Finding } from '../../src/event/finding.ts';
import type { Store } from '../../src/store/store.ts';

export interface MemoryStore extends Store {
  /** Event id (hex) → delivery that stored it, and log type. */
  readonly events: Map<
    string,
    { readonly deliveryId: string; readonly logType: string; readonly timeMs: number }
  >;
  readonly findings: Map<string, Finding>;
  readonly deadLetters: {
    readonly object: string;
    readonly source: string;
    readonly deadLetter: DeadLetter;
  }[];
  readonly commits: (readonly Chunk[])[];
  readonly drift: Map<string, number>;
  /** The next commits fail with these, one each. */
  readonly failures: Error[];
  delayMs: number;
  inFlight: number;
  inFlightMax: number;
}

/** Keeps the promises of a Store without an engine, for tests of what feeds it. */
export function createMemoryStore(): MemoryStore {
  const committed = new Map<string, DeliveryCounts>();
  const store: MemoryStore = {
    events: new Map(),
    findings: new Map(),
    deadLetters: [],
    commits: [],
    drift: new Map(),
    failures: [],
    delayMs: 0,
    inFlight: 0,
    inFlightMax: 0,
    async commit(chunks) {
      store.inFlight += 1;
      store.inFlightMax = Math.max(store.inFlightMax, store.inFlight);
      await sleep(store.delayMs);
      store.inFlight -= 1;
      const failure = store.failures.shift();
      if (failure !== undefined) throw failure;
      store.commits.push(chunks);
      return chunks.map((chunk) => {
        const key = `${chunk.deliveryId} ${chunk.index}`;
        const counts = committed.get(key) ?? commitChunk(store, chunk);
        committed.set(key, counts);
        return counts;
      });
    },
    close: async () => undefined,
  };
  return store;
}

function commitChunk(store: MemoryStore, chunk: Chunk): DeliveryCounts {
  const { rows, deadLetters } = chunk;
  const kept = new Set<number>();
  for (let row = 0; row < rows.count; row += 1) {
    const id = Buffer.from(rows.ids.subarray(row * 16, row * 16 + 16)).toString('hex');
    if (store.events.has(id)) continue;
    kept.add(row);
    const logType = rows.ledgerGroups[rows.groupOf[row] ?? 0]?.logType ?? '';
    store.events.set(id, { deliveryId: chunk.deliveryId, logType, timeMs: rows.timesMs[row] ?? 0 });
  }
  const findings = chunk.findings.filter(({ row }) => kept.has(row));
  for (const { finding } of findings) store.findings.set(finding.id, finding);
  for (const deadLetter of deadLetters) {
    store.deadLetters.push({ object: chunk.object, source: chunk.source, deadLetter });
  }
  for (const [name, count] of Object.entries(chunk.drift)) {
    store.drift.set(name, (store.drift.get(name) ?? 0) + count);
  }
  return {
    delivered: rows.count + deadLetters.length,
    stored: kept.size,
    duplicates: rows.count - kept.size,
    filtered: 0,
    deadLetters: deadLetters.length,
    findings: findings.length,
  };
}
