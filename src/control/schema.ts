import type { Kysely } from 'kysely';

/** Tables of the control database as the latest migration leaves them. Times are ms since 1970. */
export interface ControlTables {
  migrations: { number: number; name: string; applied_ms: number };
  runs: {
    id: string;
    key: string;
    description: string;
    /** `open` or `closed`. */
    state: string;
    started_ms: number;
    closed_ms: number | null;
    /** DeliveryCounts as JSON, once closed. */
    counts: string | null;
  };
  deliveries: {
    run_id: string;
    delivery_id: string;
    object: string;
    /** DeliveryCounts as JSON. */
    counts: string;
  };
  tokens: {
    name: string;
    hash: string;
    saved_ms: number;
  };
  followed_files: {
    id: string;
    source: string;
    path: string;
    inode: string;
    fingerprint: string;
    fingerprint_bytes: number;
    position: number;
    modified_ms: number;
    chain: string;
    log_type: string;
    pending_delivery_id: string | null;
    pending_end: number | null;
    pending_modified_ms: number | null;
  };
}

export type ControlDatabase = Kysely<ControlTables>;
