import type { Activity, Committed } from '../pipeline/activity.ts';
import { readCommittedEvents, type StoredEvent } from '../store/read/read-events.ts';
import type { Select } from '../store/read/select.ts';

export interface TailOptions {
  readonly select: Select;
  readonly activity: Activity;
  /** An entity, or text contained in raw; all events where absent. */
  readonly search: string | undefined;
  readonly signal: AbortSignal;
}

export interface TailBatch {
  readonly events: readonly StoredEvent[];
  /** More was stored than a live view can show: counted, not hidden. */
  readonly skipped: boolean;
}

const tickMs = 300;
const eventsPerTickMax = 200;
const committedMax = 1000;
const rememberedMax = 20_000;

/** Events as they become durable, oldest first within a batch. Ends when the signal aborts. */
export async function* tailEvents({
  select,
  activity,
  search,
  signal,
}: TailOptions): AsyncGenerator<TailBatch> {
  let committed: Committed[] = [];
  let overflow = false;
  let wake = Promise.withResolvers<void>();
  const stopListening = activity.on((chunk) => {
    if (chunk.counts.stored === 0) return;
    if (committed.length < committedMax) committed.push(chunk);
    else overflow = true;
    wake.resolve();
  });
  const onAbort = () => wake.resolve();
  signal.addEventListener('abort', onAbort);
  // Chunks of one delivery overlap in time, so a look at the second sees rows of the first again.
  const shown = new Set<string>();
  try {
    while (!signal.aborted) {
      await wake.promise;
      wake = Promise.withResolvers();
      if (signal.aborted) return;
      const batch = committed;
      const skippedChunks = overflow;
      committed = [];
      overflow = false;
      const events = await readCommittedEvents(select, {
        deliveryIds: [...new Set(batch.map(({ deliveryId }) => deliveryId))],
        firstMs: Math.min(...batch.map(({ firstMs }) => firstMs ?? Number.POSITIVE_INFINITY)),
        lastMs: Math.max(...batch.map(({ lastMs }) => lastMs ?? Number.NEGATIVE_INFINITY)),
        search,
        limit: eventsPerTickMax + 1,
      });
      const fresh = events.filter(({ id }) => !shown.has(id)).toReversed();
      for (const { id } of fresh) shown.add(id);
      for (const id of shown) {
        if (shown.size <= rememberedMax) break;
        shown.delete(id);
      }
      const skipped = skippedChunks || events.length > eventsPerTickMax;
      if (fresh.length > 0 || skipped) yield { events: fresh.slice(-eventsPerTickMax), skipped };
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', onAbort);
  }
}
