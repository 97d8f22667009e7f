import type { ClickHouseClient } from '@clickhouse/client';

/** One way to a ClickHouse, embedded or not. Ask for `app` and `people` anew for each use: a restart may replace them. */
export interface Engine {
  /** Reads and writes our tables. */
  readonly app: ClickHouseClient;
  /** People's SQL: the user may only read what is granted. Null where none is configured. */
  readonly people: ClickHouseClient | null;
  /** Every node of the cluster, for statements that each node runs itself; [app] where there is one. */
  readonly nodes: readonly ClickHouseClient[];
  readonly database: string;
  /** Name of the cluster in the engine's configuration; null where there is one node. */
  readonly cluster: string | null;
  health(): Promise<EngineHealth>;
  /** Idempotent. Rejects nothing: what was acknowledged is durable already. */
  close(): Promise<void>;
}

export interface EngineHealth {
  readonly ready: boolean;
  /** For people: why not ready, else ''. */
  readonly reason: string;
  readonly version: string;
  /** Times the embedded engine was started again since it first was; 0 for a server. */
  readonly restarts: number;
}

export type EngineLog = (level: 'info' | 'warn' | 'error', message: string) => void;

export const defaultDatabase = 'trailwatch';
