import { cpus, loadavg, release, totalmem, type } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly os: string;
  readonly node: string;
  readonly engine: string;
  readonly trailwatch: string;
  /** Of the last minute, when the benchmark began: above 0.5 others were at work, and absolute figures are too low. */
  readonly load_before: number;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 1024 ** 3),
    os: `${type()} ${release()}`,
    node: process.version,
    engine: `chdb ${packageJson.optionalDependencies['@chdb/lib-linux-x64-gnu']}`,
    trailwatch: packageJson.version,
    load_before: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
