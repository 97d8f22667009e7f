import type { Engine } from '../engine/engine.ts';
import { engineError } from '../engine/engine-errors.ts';
import type { Select } from './select.ts';

/** Times as RFC 3339; counts as numbers, which stay below 2^53; bytes that are not UTF-8 as U+FFFD. */
const readSettings = {
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_validate_utf8: 1,
  max_execution_time: 30,
} as const;

/** Reads as the application, for pages and commands of ours; people's SQL goes through `src/query`. */
export function createSelect(engine: Engine): Select {
  return async <T>(sql: string, parameters: Readonly<Record<string, unknown>> = {}) => {
    try {
      const answer = await engine.app.query({
        query: sql,
        query_params: { ...parameters },
        format: 'JSONEachRow',
        clickhouse_settings: readSettings,
        http_headers: { 'X-ClickHouse-Database': engine.database },
      });
      return await answer.json<T>();
    } catch (error) {
      throw engineError(error, 'reading');
    }
  };
}
