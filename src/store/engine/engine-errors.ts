import { ClickHouseError } from '@clickhouse/client';
import { type ErrorCode, TrailwatchError } from '../../base/errors.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly hint?: string;
}

const fullHint = 'Free disk space or shorten retention; nothing was lost, work continues once there is room.';
const permissionHint =
  'Give the user that runs Trailwatch read and write access to it, or choose another --data-dir.';
const corruptHint =
  'Move the damaged data aside (the engine log names it) or restore a backup, then ingest again what is missing.';
const unavailable: Meaning = {
  code: 'TW_ENGINE_UNAVAILABLE',
  hint: 'Try again; `trailwatch doctor` checks the engine.',
};

/** ClickHouse's error numbers that mean something other than a defect of ours. Source: src/Common/ErrorCodes.cpp upstream. */
const meanings: Readonly<Record<string, Meaning>> = {
  '40': { code: 'TW_STORE_CORRUPT', hint: corruptHint }, // CHECKSUM_DOESNT_MATCH
  '228': { code: 'TW_STORE_CORRUPT', hint: corruptHint }, // EXPECTED_END_OF_FILE
  '246': { code: 'TW_STORE_CORRUPT', hint: corruptHint }, // CORRUPTED_DATA
  '271': { code: 'TW_STORE_CORRUPT', hint: corruptHint }, // CANNOT_DECOMPRESS
  '243': { code: 'TW_STORE_FULL', hint: fullHint }, // NOT_ENOUGH_SPACE
  '159': unavailable, // TIMEOUT_EXCEEDED
  '202': unavailable, // TOO_MANY_SIMULTANEOUS_QUERIES
  '209': unavailable, // SOCKET_TIMEOUT
  '210': unavailable, // NETWORK_ERROR
  '236': unavailable, // ABORTED
  '241': unavailable, // MEMORY_LIMIT_EXCEEDED
  '252': unavailable, // TOO_MANY_PARTS
  '279': unavailable, // ALL_CONNECTION_TRIES_FAILED
  '319': unavailable, // UNKNOWN_STATUS_OF_INSERT
  '394': unavailable, // QUERY_WAS_CANCELLED
  '516': {
    code: 'TW_CONFIG_INVALID',
    hint: 'Check engine.username and engine.password in trailwatch.yaml.',
  }, // AUTHENTICATION_FAILED
};

/** What went wrong between us and the engine, as one of our codes; for the application's own statements. */
export function engineError(error: unknown, doing: string): TrailwatchError {
  if (error instanceof TrailwatchError) return error;
  const { code, hint } = meaningOf(error);
  return new TrailwatchError(code, `${doing}: ${engineMessage(error)}`, { cause: error, hint });
}

function meaningOf(error: unknown): Meaning {
  const message = error instanceof Error ? error.message : String(error);
  if (isDiskFull(message)) return { code: 'TW_STORE_FULL', hint: fullHint };
  if (error instanceof ClickHouseError) return meanings[error.code] ?? { code: 'TW_INTERNAL' };
  // Anything else never got an answer from the engine: refused, reset, timed out.
  return unavailable;
}

/** What the operating system says to the directory's first files. */
export function directoryError(error: unknown, directory: string): TrailwatchError {
  const message = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|EDQUOT/.test(message)) {
    return new TrailwatchError('TW_STORE_FULL', `The disk of ${directory} is full.`, {
      cause: error,
      hint: fullHint,
    });
  }
  return new TrailwatchError('TW_STORE_PERMISSION', `${directory} cannot be written: ${message}`, {
    cause: error,
    hint: permissionHint,
  });
}

/** What the engine says on standard error when it cannot start. Undefined where the text says nothing known. */
export function startError(stderr: string, directory: string): TrailwatchError | undefined {
  const of = (code: ErrorCode, message: string, hint: string): TrailwatchError =>
    new TrailwatchError(code, message, { hint });
  if (/Another server instance|Cannot lock file|is already running/i.test(stderr)) {
    return of(
      'TW_STORE_LOCKED',
      `${directory} is in use by another process.`,
      'Stop the other Trailwatch, or give this one its own --data-dir.',
    );
  }
  if (isDiskFull(stderr)) return of('TW_STORE_FULL', `The disk of ${directory} is full.`, fullHint);
  if (/Permission denied|Read-only file system|Operation not permitted/i.test(stderr)) {
    return of('TW_STORE_PERMISSION', `${directory} cannot be read or written.`, permissionHint);
  }
  if (
    /CORRUPTED_DATA|CHECKSUM_DOESNT_MATCH|SYNTAX_ERROR|CANNOT_PARSE|UNKNOWN_FORMAT_VERSION|ATTEMPT_TO_READ_AFTER_EOF|CANNOT_READ_ALL_DATA/.test(
      stderr,
    )
  ) {
    return of('TW_STORE_CORRUPT', `The data in ${directory} is damaged: ${firstLine(stderr)}`, corruptHint);
  }
  return undefined;
}

export function isPortTaken(stderr: string): boolean {
  return /Address already in use/i.test(stderr);
}

/** The engine's own words without version, stack and our SQL. */
export function engineMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    firstLine(message)
      .replace(/\s*\(version [^)]*\)/, '')
      .slice(0, 1000) || 'no answer'
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function isDiskFull(message: string): boolean {
  return /No space left on device|NOT_ENOUGH_SPACE|Cannot reserve .* not enough space/i.test(message);
}
