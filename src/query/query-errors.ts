import { ClickHouseError } from '@clickhouse/client';
import { type ErrorCode, TrailwatchError } from '../base/errors.ts';
import { engineMessage } from '../store/engine/engine-errors.ts';

const forbiddenHint =
  'People’s SQL reads events, findings, alerts, ledger, dead_letters and drift, and nothing else.';
const limitHint = 'Narrow the time range with --from and --to, select fewer columns, or aggregate.';

/** ClickHouse's error numbers, as they meet people's SQL. Source: src/Common/ErrorCodes.cpp upstream. */
const meanings: Readonly<Record<string, readonly [ErrorCode, string?]>> = {
  '62': ['TW_QUERY_SYNTAX'], // SYNTAX_ERROR
  '158': ['TW_QUERY_LIMIT', limitHint], // TOO_MANY_ROWS
  '159': ['TW_QUERY_LIMIT', limitHint], // TIMEOUT_EXCEEDED
  '160': ['TW_QUERY_LIMIT', limitHint], // TOO_SLOW
  '161': ['TW_QUERY_LIMIT', limitHint], // TOO_MANY_COLUMNS
  '164': ['TW_QUERY_FORBIDDEN', forbiddenHint], // READONLY
  '167': ['TW_QUERY_LIMIT', limitHint], // TOO_DEEP_AST
  '168': ['TW_QUERY_LIMIT', limitHint], // TOO_BIG_AST
  '191': ['TW_QUERY_LIMIT', limitHint], // SET_SIZE_LIMIT_EXCEEDED
  '202': ['TW_RATE_LIMITED', 'Wait until one of the running queries has ended.'], // TOO_MANY_SIMULTANEOUS_QUERIES
  '241': ['TW_QUERY_LIMIT', limitHint], // MEMORY_LIMIT_EXCEEDED
  '243': ['TW_QUERY_LIMIT', limitHint], // NOT_ENOUGH_SPACE: the share of the disk that queries may use
  '291': ['TW_QUERY_FORBIDDEN', forbiddenHint], // DATABASE_ACCESS_DENIED
  '307': ['TW_QUERY_LIMIT', limitHint], // TOO_MANY_BYTES
  '344': ['TW_QUERY_FORBIDDEN', forbiddenHint], // SUPPORT_IS_DISABLED
  '392': ['TW_QUERY_FORBIDDEN', forbiddenHint], // QUERY_IS_PROHIBITED
  '394': ['TW_QUERY_CANCELLED'], // QUERY_WAS_CANCELLED
  '396': ['TW_QUERY_LIMIT', limitHint], // TOO_MANY_ROWS_OR_BYTES
  '446': ['TW_QUERY_FORBIDDEN', forbiddenHint], // FUNCTION_NOT_ALLOWED
  '452': ['TW_QUERY_FORBIDDEN', forbiddenHint], // SETTING_CONSTRAINT_VIOLATION
  '497': ['TW_QUERY_FORBIDDEN', forbiddenHint], // ACCESS_DENIED
  '516': ['TW_CONFIG_INVALID', 'Check the user for people’s SQL in trailwatch.yaml.'], // AUTHENTICATION_FAILED
};

/** What became of a person's query, as one of our codes. */
export function queryError(error: unknown, signal: AbortSignal | undefined): TrailwatchError {
  if (error instanceof TrailwatchError) return error;
  if (signal?.aborted === true) {
    return new TrailwatchError('TW_QUERY_CANCELLED', 'The query was cancelled.', { cause: error });
  }
  if (!(error instanceof ClickHouseError)) {
    return new TrailwatchError(
      'TW_ENGINE_UNAVAILABLE',
      `The engine did not answer: ${engineMessage(error)}`,
      {
        cause: error,
        hint: 'Try again; `trailwatch doctor` checks the engine.',
      },
    );
  }
  return fromEngine(error.code, error.message, error);
}

/** An exception that the engine wrote into an answer already under way; undefined where the text holds none. */
export function exceptionIn(text: string): TrailwatchError | undefined {
  const found = /Code: (\d+)\. DB::Exception: ([^]*)/.exec(
    text.slice(Math.max(0, text.indexOf('__exception__'))),
  );
  if (!text.includes('__exception__') || found === null) return undefined;
  return fromEngine(found[1] ?? '', found[2] ?? '', undefined);
}

function fromEngine(number: string, message: string, cause: unknown): TrailwatchError {
  const [code, hint] = meanings[number] ?? ['TW_QUERY_FAILED' as const];
  return new TrailwatchError(code, engineMessage(message), { cause, hint });
}
