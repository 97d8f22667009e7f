import { createClient, type ClickHouseClient } from '@clickhouse/client';

export interface ClientOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database?: string | undefined;
  readonly connectionsMax?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Insert settings make an answered insert durable and exact: design and reasons in docs/adr/0002-events-table.md. */
export const durableInsertSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  fsync_metadata: 1,
  type_json_skip_duplicated_paths: 1,
  json_type_escape_dots_in_keys: 1,
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  distributed_foreground_insert: 1,
} as const;

export function openClient(options: ClientOptions): ClickHouseClient {
  return createClient({
    url: options.url,
    username: options.username,
    password: options.password,
    ...(options.database === undefined ? {} : { database: options.database }),
    ...(options.headers === undefined ? {} : { http_headers: { ...options.headers } }),
    application: 'trailwatch',
    request_timeout: 300_000,
    max_open_connections: options.connectionsMax ?? 16,
    // The engine closes idle connections itself after ten seconds; ours must be the first to let go.
    keep_alive: { enabled: true, idle_socket_ttl: 2500 },
    compression: { request: false, response: false },
    log: { LoggerClass: SilentLogger },
  });
}

/** Failures come back as errors, which are logged where they are handled. */
class SilentLogger {
  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}
