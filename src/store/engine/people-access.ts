/** What people's SQL may read and how much it may use: the engine enforces it, whatever the text of the query. */
export interface PeopleLimits {
  /** Of a query that does not say, and the most that one may ask for (an export). */
  readonly timeMsDefault: number;
  readonly timeMsMax: number;
  readonly memoryBytesMax: number;
  readonly threadsMax: number;
}

/** Tables and views of ours that people may read; a view is read with the reader's own rights, so its tables are listed as well. */
export const peopleTables = [
  'events',
  'findings',
  'alerts',
  'ledger',
  'ledger_entries',
  'dead_letters',
  'drift',
  'drift_entries',
  'retention_log',
] as const;

/** On a cluster the node that is asked reads its own shard's tables with the reader's rights. */
export function peopleGrants(database: string, cluster: boolean): readonly string[] {
  return peopleTables.flatMap((table) => [
    `SELECT ON ${database}.${table}`,
    ...(cluster ? [`SELECT ON ${database}.${table}_shard`] : []),
  ]);
}

/** Settings that one query may set for itself, within these bounds; all others are read-only. */
const changeable: readonly { readonly name: string; readonly max?: (limits: PeopleLimits) => number }[] = [
  { name: 'max_execution_time', max: ({ timeMsMax }) => timeMsMax / 1000 },
  { name: 'additional_table_filters' },
  { name: 'limit' },
];

/** The settings profile of the people's user, as ClickHouse configuration. */
export function peopleProfileXml(limits: PeopleLimits): string {
  const settings: Readonly<Record<string, string | number>> = {
    readonly: 1,
    allow_ddl: 0,
    allow_introspection_functions: 0,
    max_execution_time: limits.timeMsDefault / 1000,
    timeout_overflow_mode: 'throw',
    max_memory_usage: limits.memoryBytesMax,
    max_memory_usage_for_user: limits.memoryBytesMax,
    max_threads: limits.threadsMax,
    max_concurrent_queries_for_user: 8,
    max_temporary_data_on_disk_size_for_query: 1024 ** 3,
    max_temporary_data_on_disk_size_for_user: 2 * 1024 ** 3,
    max_query_size: 256 * 1024,
    max_ast_elements: 20_000,
    max_ast_depth: 500,
    // Text in the Values format is no SQL.
    input_format_values_interpret_expressions: 0,
    cancel_http_readonly_queries_on_client_close: 1,
    distributed_product_mode: 'global',
    // Fields of `event` may hold several types; grouping and sorting by them is what people do with them.
    allow_suspicious_types_in_group_by: 1,
    allow_suspicious_types_in_order_by: 1,
    date_time_output_format: 'iso',
    date_time_input_format: 'best_effort',
    output_format_json_quote_64bit_integers: 0,
    output_format_json_validate_utf8: 1,
  };
  const rows = Object.entries(settings).map(([name, value]) => `<${name}>${value}</${name}>`);
  const constraints = changeable.map(({ name, max }) => {
    const bound = max === undefined ? '' : `<max>${max(limits)}</max>`;
    return `<${name}><changeable_in_readonly/>${bound}</${name}>`;
  });
  return `${rows.join('')}<constraints>${constraints.join('')}</constraints>`;
}
