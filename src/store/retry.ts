import { setTimeout as sleep } from 'node:timers/promises';
import type { TrailwatchError } from '../base/errors.ts';
import { engineError } from './engine/engine-errors.ts';

const attemptsMax = 10;
const delayMsMax = 5000;

/**
 * Repeats what failed for a passing reason, about 20 seconds in all: long enough for the engine to restart.
 * `run` must be safe to repeat after an unknown outcome. Throws TrailwatchError.
 */
export async function withRetries<T>(doing: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let failure: TrailwatchError;
    try {
      return await run();
    } catch (error) {
      failure = engineError(error, doing);
    }
    if (!failure.retryable || attempt === attemptsMax || signal.aborted) throw failure;
    const delayMs = Math.min(100 * 2 ** (attempt - 1), delayMsMax) * (0.5 + Math.random());
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
  }
}
