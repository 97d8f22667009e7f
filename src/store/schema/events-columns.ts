/** The columns of `events`, in the order that `SELECT *` gives them. */
export const eventsColumns = [
  { name: 'time', type: "DateTime64(3, 'UTC')", codec: 'Delta(8), ZSTD(1)' },
  { name: 'ingested_at', type: "DateTime64(3, 'UTC')", codec: 'Delta(8), ZSTD(1)' },
  { name: 'log_type', type: 'LowCardinality(String)' },
  { name: 'account_id', type: 'LowCardinality(String)' },
  { name: 'region', type: 'LowCardinality(String)' },
  { name: 'event_id', type: 'String' },
  { name: 'service', type: 'LowCardinality(String)' },
  { name: 'operation', type: 'LowCardinality(String)' },
  { name: 'outcome', type: 'LowCardinality(String)' },
  { name: 'error_code', type: 'LowCardinality(String)' },
  { name: 'actor', type: 'String' },
  { name: 'actor_type', type: 'LowCardinality(String)' },
  { name: 'actor_account_id', type: 'LowCardinality(String)' },
  { name: 'access_key_id', type: 'String' },
  { name: 'mfa', type: 'Nullable(Bool)' },
  { name: 'src_ip', type: 'String' },
  { name: 'src_port', type: 'Nullable(UInt16)' },
  { name: 'dst_ip', type: 'String' },
  { name: 'dst_port', type: 'Nullable(UInt16)' },
  { name: 'protocol', type: 'LowCardinality(String)' },
  { name: 'bytes', type: 'Nullable(UInt64)' },
  { name: 'packets', type: 'Nullable(UInt64)' },
  { name: 'action', type: 'LowCardinality(String)' },
  { name: 'user_agent', type: 'String' },
  { name: 'resource', type: 'String' },
  { name: 'resources', type: 'Array(String)' },
  { name: 'severity', type: 'LowCardinality(String)' },
  { name: 'src_country', type: 'LowCardinality(String)' },
  { name: 'src_asn', type: 'LowCardinality(String)' },
  { name: 'message', type: 'String' },
  { name: 'log_group', type: 'LowCardinality(String)' },
  { name: 'log_stream', type: 'String' },
  { name: 'raw', type: 'String' },
  { name: 'entities', type: 'Array(String)' },
  // What makes two records the same event; as text, the 32 hex digits with dashes.
  { name: 'id', type: 'UUID', codec: 'NONE' },
  // Which delivery stored it, and in which of its chunks: tells a repeated commit from a duplicate.
  { name: 'delivery', type: 'UUID' },
  { name: 'delivery_chunk', type: 'UInt32' },
] as const satisfies readonly { name: string; type: string; codec?: string }[];

/** Written but not stored: the native fields as JSON where `raw` is not that JSON already, else ''. */
export const nativeColumn = 'native';

/** Each row ends with `id`, `delivery` and `delivery_chunk`, which are of fixed width. */
export const insertColumns: readonly string[] = eventsColumns.flatMap(({ name }) =>
  name === 'id' ? [nativeColumn, name] : [name],
);

/** The type of `event`: the native fields. Rare paths share buckets; more dynamic paths cost thousands of files a part. */
export const eventJsonType = 'JSON(max_dynamic_paths=64)';

/**
 * A time outside is stored as the nearest bound; `raw` and `event` keep the source's words. Within them all of the engine's
 * functions on times work; beyond, many wrap around.
 */
export const timeMsMin = 0;
export const timeMsMax = Date.UTC(2105, 11, 31, 23, 59, 59, 999);
