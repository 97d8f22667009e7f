import { setTimeout as sleep } from 'node:timers/promises';
import { TrailwatchError } from '../base/errors.ts';

export interface RetryOptions {
  /** No new attempt starts later than this; Infinity goes on until the signal. */
  readonly forMs: number;
  readonly signal: AbortSignal;
}

const firstDelayMs = 250;
const delayMaxMs = 30_000;

/** Repeats what failed with a retryable error, ever more slowly. Throws the last error when time is up or the signal aborts. */
export async function withRetry<T>(
  options: RetryOptions,
  action: (attempt: number) => Promise<T>,
): Promise<T> {
  const givesUpAt = performance.now() + options.forMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action(attempt);
    } catch (error) {
      const again = error instanceof TrailwatchError && error.retryable && !options.signal.aborted;
      const delayMs = Math.min(firstDelayMs * 2 ** Math.min(attempt, 20), delayMaxMs);
      if (!again || performance.now() + delayMs > givesUpAt) throw error;
      const aborted = await sleep(delayMs, false, { signal: options.signal }).catch(() => true);
      if (aborted) throw error;
    }
  }
}
