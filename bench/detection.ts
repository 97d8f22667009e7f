import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Detection {
  readonly results: readonly {
    readonly rules: number;
    readonly us_per_event: number;
    readonly events_per_second: number;
  }[];
  readonly ratio_5000_to_10: number;
}

/** In a process of its own: what other parts of the benchmark have compiled must not help or hinder it. */
export function measureDetection(events: number, repeats: number): Detection {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'detect.bench.ts')],
    {
      env: { ...process.env, BENCH_EVENTS: String(events), BENCH_REPEATS: String(repeats) },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`detect.bench.ts failed: ${stderr}`);
  return JSON.parse(stdout);
}
