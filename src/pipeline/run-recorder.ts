import { setTimeout as sleep } from 'node:timers/promises';
import type { FinishedDelivery, Runs } from '../control/control.ts';

export interface RunRecorder {
  /** Resolves when the run remembers it. */
  record(delivery: FinishedDelivery): Promise<void>;
}

/** Each write waits for the disk: what finishes within this time is written together. */
const gatherMs = 20;

export function createRunRecorder(runs: Pick<Runs, 'recordFinished'>, runId: string): RunRecorder {
  let pending: FinishedDelivery[] = [];
  let next: Promise<void> | undefined;

  async function write(): Promise<void> {
    await sleep(gatherMs);
    const deliveries = pending;
    pending = [];
    next = undefined;
    await runs.recordFinished(runId, deliveries);
  }

  return {
    record(delivery) {
      pending.push(delivery);
      next ??= write();
      return next;
    },
  };
}
