import { setTimeout as sleep } from 'node:timers/promises';

/** Puts together what comes within a short time and writes it at once: one wait for the disk instead of many. */
export interface Gatherer<T> {
  /** Resolves when the item has been written; rejects with what made the writing fail. */
  add(item: T): Promise<void>;
}

export function createGatherer<T>(
  gatherMs: number,
  write: (items: readonly T[]) => Promise<void>,
): Gatherer<T> {
  let pending: T[] = [];
  let next: Promise<void> | undefined;

  async function writePending(): Promise<void> {
    await sleep(gatherMs);
    const items = pending;
    pending = [];
    next = undefined;
    await write(items);
  }

  return {
    add(item) {
      pending.push(item);
      next ??= writePending();
      return next;
    },
  };
}
