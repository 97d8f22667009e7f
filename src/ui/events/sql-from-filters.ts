import type { EventsFilter } from '../client/queries.ts';

const rowsMax = 1000;

/** The filters as the SQL they stand for, to go on from. The time range applies to SQL as well, so it is not repeated. */
export function sqlFromFilters({ log_type: logType, account, search }: EventsFilter): string {
  const conditions = [
    anyOf('log_type', logType),
    anyOf('account_id', account),
    search === undefined || search === ''
      ? undefined
      : `(has(entities, ${quote(search)}) OR positionCaseInsensitiveUTF8(raw, ${quote(search)}) > 0)`,
  ].filter((condition) => condition !== undefined);
  return [
    'SELECT time, log_type, account_id, actor, operation, src_ip, error_code, message',
    'FROM events',
    ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
    'ORDER BY time DESC',
    `LIMIT ${rowsMax}`,
  ].join('\n');
}

function anyOf(column: string, list: string | undefined): string | undefined {
  if (list === undefined || list === '') return undefined;
  const values = list.split(',').map(quote);
  return values.length === 1 ? `${column} = ${values[0] ?? ''}` : `${column} IN (${values.join(', ')})`;
}

/** A ClickHouse string literal. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
