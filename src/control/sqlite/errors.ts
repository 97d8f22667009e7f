import { type ErrorCode, TrailwatchError } from '../../base/errors.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that a user can do something about. */
const known: Readonly<Record<number, { code: ErrorCode; message: string; hint: string }>> = {
  3: permission(),
  5: locked(),
  6: locked(),
  8: permission(),
  10: corrupt(),
  11: corrupt(),
  13: { code: 'TW_STORE_FULL', message: 'the disk is full', hint: 'Free some space; nothing was lost.' },
  14: permission(),
  26: corrupt(),
};

/** Turns what node:sqlite throws into a coded error; anything else comes back as it is. */
export function codedSqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const match = known[error.errcode & 0xff];
  if (match === undefined) return error;
  return new TrailwatchError(match.code, `${path}: ${match.message}`, { hint: match.hint, cause: error });
}

function permission(): { code: ErrorCode; message: string; hint: string } {
  return {
    code: 'TW_STORE_PERMISSION',
    message: 'cannot be opened for writing',
    hint: 'Check who owns the data directory and whether it is writable.',
  };
}

function locked(): { code: ErrorCode; message: string; hint: string } {
  return {
    code: 'TW_STORE_LOCKED',
    message: 'is being used by another process',
    hint: 'Stop the other process or use another data directory.',
  };
}

function corrupt(): { code: ErrorCode; message: string; hint: string } {
  return {
    code: 'TW_STORE_CORRUPT',
    message: 'is damaged',
    hint: 'Restore it from a backup, or move it away: events stay in the store, and what was read is read again as duplicates.',
  };
}
