/**
 * Codes are the contract (docs/reference/errors.md is generated from this table); messages are not.
 * `permanent`: trying again cannot help. `retryable`: the same call may succeed later.
 */
export const errorCodes = {
  // usage and configuration
  TW_USAGE: { kind: 'permanent', status: 400, meaning: 'The command line or request is not well formed.' },
  TW_CONFIG_INVALID: {
    kind: 'permanent',
    status: 400,
    meaning: 'trailwatch.yaml has an error; file, line and fix are named.',
  },
  TW_GEOIP_UNREADABLE: {
    kind: 'permanent',
    status: 500,
    meaning: 'A database of IP locations is missing or damaged.',
  },
  TW_NOT_FOUND: { kind: 'permanent', status: 404, meaning: 'What was asked for does not exist.' },
  TW_UNAUTHENTICATED: {
    kind: 'permanent',
    status: 401,
    meaning: 'No valid token or session came with the request.',
  },
  TW_RATE_LIMITED: {
    kind: 'retryable',
    status: 429,
    meaning: 'Too many requests; Retry-After says when to try again.',
  },
  TW_INTERNAL: { kind: 'permanent', status: 500, meaning: 'A defect in Trailwatch; the log has the stack.' },
  // input: each of these ends a record or an object in the dead letters
  TW_INPUT_UNREADABLE: { kind: 'permanent', status: 400, meaning: 'A path or object cannot be opened.' },
  TW_INPUT_BINARY: { kind: 'permanent', status: 400, meaning: 'The content is binary and no known format.' },
  TW_DECOMPRESS_FAILED: {
    kind: 'permanent',
    status: 400,
    meaning: 'gzip or zstd data is corrupt or ends early.',
  },
  TW_DECOMPRESS_BOMB: {
    kind: 'permanent',
    status: 400,
    meaning: 'Compressed data expands beyond the allowed ratio or size.',
  },
  TW_RECORD_TOO_LARGE: {
    kind: 'permanent',
    status: 413,
    meaning: 'One record exceeds the record size limit.',
  },
  TW_RECORD_TOO_DEEP: { kind: 'permanent', status: 400, meaning: 'JSON is nested deeper than the limit.' },
  TW_PARSE_MALFORMED: { kind: 'permanent', status: 400, meaning: 'The record does not follow its format.' },
  TW_PARSE_TRUNCATED: { kind: 'permanent', status: 400, meaning: 'The record ends before it is complete.' },
  TW_PARSE_ENCODING: { kind: 'permanent', status: 400, meaning: 'The record is not valid UTF-8.' },
  TW_TYPE_UNKNOWN: {
    kind: 'permanent',
    status: 400,
    meaning: 'No parser recognises the record, or the forced type does not exist.',
  },
  TW_WORKER_CRASHED: {
    kind: 'permanent',
    status: 500,
    meaning: 'A worker ended twice while it read this object; what it had read before is stored.',
  },
  // rules
  TW_RULE_INVALID: {
    kind: 'permanent',
    status: 400,
    meaning: 'A detection rule breaks the Sigma specification.',
  },
  TW_RULE_YAML: { kind: 'permanent', status: 400, meaning: 'A rule file is not valid YAML.' },
  TW_RULE_UNSUPPORTED: {
    kind: 'permanent',
    status: 400,
    meaning: 'A rule uses a construct that is valid but cannot run here.',
  },
  TW_RULE_PLACEHOLDER: {
    kind: 'permanent',
    status: 400,
    meaning: 'A rule uses a placeholder that has no values configured.',
  },
  TW_RULE_REGEX: {
    kind: 'permanent',
    status: 400,
    meaning: 'A regular expression is invalid or outside the linear-time subset.',
  },
  TW_RULE_CORRELATION: {
    kind: 'permanent',
    status: 400,
    meaning: 'A correlation rule: it needs the correlation engine.',
  },
  TW_RULE_DUPLICATE_ID: { kind: 'permanent', status: 400, meaning: 'Two rules carry the same id.' },
  TW_RULE_LIMIT: {
    kind: 'permanent',
    status: 400,
    meaning: 'A rule is larger or more complex than the limits allow.',
  },
  // queries
  TW_QUERY_SYNTAX: { kind: 'permanent', status: 400, meaning: 'The query cannot be parsed.' },
  TW_QUERY_FORBIDDEN: {
    kind: 'permanent',
    status: 403,
    meaning: 'The query uses something that people’s SQL may not.',
  },
  TW_QUERY_FAILED: { kind: 'permanent', status: 400, meaning: 'The engine refused or failed the query.' },
  TW_QUERY_LIMIT: {
    kind: 'permanent',
    status: 400,
    meaning: 'The query exceeds its time, memory or row limit.',
  },
  TW_QUERY_CANCELLED: { kind: 'permanent', status: 499, meaning: 'The query was cancelled.' },
  TW_QUERY_LANGUAGE: { kind: 'permanent', status: 400, meaning: 'The query language is not available yet.' },
  // engine and store
  TW_ENGINE_UNAVAILABLE: {
    kind: 'retryable',
    status: 503,
    meaning: 'The engine cannot be reached or is restarting.',
  },
  TW_ENGINE_UNSUPPORTED: {
    kind: 'permanent',
    status: 500,
    meaning: 'The embedded engine does not run on this platform; set engine.url.',
  },
  TW_STORE_LOCKED: { kind: 'permanent', status: 409, meaning: 'Another process uses the data directory.' },
  TW_STORE_FULL: { kind: 'retryable', status: 507, meaning: 'The disk is full.' },
  TW_STORE_CORRUPT: { kind: 'permanent', status: 500, meaning: 'Stored data is damaged.' },
  TW_STORE_NEWER: { kind: 'permanent', status: 500, meaning: 'The data was written by a newer Trailwatch.' },
  TW_STORE_PERMISSION: {
    kind: 'permanent',
    status: 500,
    meaning: 'The data directory cannot be read or written.',
  },
  // sources and server
  TW_SOURCE_UNAVAILABLE: { kind: 'retryable', status: 503, meaning: 'A source cannot be reached.' },
  TW_SHUTTING_DOWN: {
    kind: 'retryable',
    status: 503,
    meaning: 'The process is stopping and takes nothing new; nothing that was acknowledged is lost.',
  },
  TW_PORT_IN_USE: { kind: 'permanent', status: 409, meaning: 'The port is taken by another program.' },
} as const satisfies Record<string, { kind: 'permanent' | 'retryable'; status: number; meaning: string }>;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorPlace {
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
}

export interface ErrorDetails extends ErrorOptions {
  /** What the user can do, as one sentence. */
  readonly hint?: string | undefined;
  readonly at?: ErrorPlace | undefined;
}

/** An expected operating failure. Broken invariants use `assert` and crash instead. */
export class TrailwatchError extends Error {
  override readonly name = 'TrailwatchError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: ErrorPlace | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.hint = details.hint;
    this.at = details.at;
  }

  get retryable(): boolean {
    return errorCodes[this.code].kind === 'retryable';
  }
}

/** One line for a person: place, message, code, hint. */
export function errorLine(error: unknown): string {
  if (!(error instanceof TrailwatchError)) return error instanceof Error ? error.message : String(error);
  const { file, line, column } = error.at ?? {};
  const place =
    file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
  return `${place}${error.message} (${error.code})${error.hint === undefined ? '' : ` — ${error.hint}`}`;
}
