import { TrailwatchError } from '../../base/errors.ts';

/** Where a page ended: the sort key of its last row, newest first. Opaque to callers. */
export interface Cursor {
  /** RFC 3339 with milliseconds, UTC. */
  readonly time: string;
  readonly id: string;
}

export function encodeCursor({ time, id }: Cursor): string {
  return Buffer.from(JSON.stringify([time, id])).toString('base64url');
}

/** Throws TW_USAGE for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 2) {
      const [time, id]: unknown[] = parts;
      if (typeof time === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(time)))
        return { time, id };
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new TrailwatchError('TW_USAGE', 'the cursor is not one of ours', {
    hint: 'pass next_cursor of the page before, unchanged',
  });
}

/** Cuts the extra row that was read to see whether there is more. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => Cursor,
): { rows: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
