import type { LogType } from './log-types.ts';

/** Fields under the names their source gave them; values as JSON has them. Log content may be called `constructor`: read own properties only. */
export type Fields = Readonly<Record<string, unknown>>;

/** One record, recognised and parsed, before its columns are filled. */
export interface ParsedRecord {
  readonly logType: LogType;
  /** The record as it arrived, byte for byte; may be a view into a larger buffer. */
  readonly raw: Uint8Array;
  readonly fields: Fields;
  /** False where `raw` is not the JSON of `fields` (text formats, flow logs in Parquet). */
  readonly rawIsJson: boolean;
  /** What the envelope around the record says: CloudWatch Logs group, EventBridge account. */
  readonly envelope: Envelope;
}

export interface Envelope {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly logGroup?: string | undefined;
  readonly logStream?: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly timeMs?: number | undefined;
  /** An id that the transport gave this very record (CloudWatch Logs event id). */
  readonly id?: string | undefined;
}

/** The core columns of one event but for `raw` and `ingested_at`. Empty means absent: '' , [] or null. */
export interface EventColumns {
  /** Milliseconds since 1970, UTC; null where the record names no time. */
  time: number | null;
  account_id: string;
  region: string;
  event_id: string;
  service: string;
  operation: string;
  outcome: '' | 'success' | 'failure';
  error_code: string;
  actor: string;
  actor_type: string;
  actor_account_id: string;
  access_key_id: string;
  mfa: boolean | null;
  src_ip: string;
  src_port: number | null;
  dst_ip: string;
  dst_port: number | null;
  protocol: string;
  bytes: number | null;
  packets: number | null;
  action: string;
  user_agent: string;
  resource: string;
  resources: string[];
  severity: '' | Severity;
  src_country: string;
  src_asn: string;
  message: string;
  log_group: string;
  log_stream: string;
}

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';
export const severities: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** A parsed record with its columns: what detection sees and the store keeps. */
export interface Event extends ParsedRecord {
  readonly columns: EventColumns;
  /** Every IP, ARN, key id, account, bucket and instance id in it, for 'this value anywhere'; no duplicates, at most `entitiesMax`. */
  readonly entities: readonly string[];
}

export const entitiesMax = 64;

/** All columns absent. A fresh object with a fixed shape each time: the engine keeps one hidden class for all events. */
export function emptyColumns(): EventColumns {
  return {
    time: null,
    account_id: '',
    region: '',
    event_id: '',
    service: '',
    operation: '',
    outcome: '',
    error_code: '',
    actor: '',
    actor_type: '',
    actor_account_id: '',
    access_key_id: '',
    mfa: null,
    src_ip: '',
    src_port: null,
    dst_ip: '',
    dst_port: null,
    protocol: '',
    bytes: null,
    packets: null,
    action: '',
    user_agent: '',
    resource: '',
    resources: [],
    severity: '',
    src_country: '',
    src_asn: '',
    message: '',
    log_group: '',
    log_stream: '',
  };
}
