import { TrailwatchError } from '../../base/errors.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { allOf, type Condition, type Select } from './select.ts';

export interface StoredDeadLetter {
  readonly id: string;
  readonly source: string;
  readonly object: string;
  readonly code: string;
  readonly message: string;
  readonly bytes: string;
  readonly bytes_total: number | null;
  readonly offset: number | null;
  readonly line: number | null;
  readonly at: string;
}

/**
 * A letter that has been replayed leaves the list: its replay is a delivery of its own in the ledger, whose id follows from the
 * letter's (`replayDeliveryId` in the pipeline: hash128 of 'replay' and the id).
 */
const notReplayed: Condition = [
  `toUUID(lower(hex(substring(SHA256(concat('6:replay', toString(length(id)), ':', id)), 1, 16))))
     NOT IN (SELECT delivery FROM ledger_entries)`,
  {},
];

const columns = 'id, source, object, code, message, bytes, bytes_total, offset, line, at';

/** Newest first, with the number of all that match; without those that have been replayed. */
export async function readDeadLetters(
  select: Select,
  filter: {
    readonly code?: string | undefined;
    readonly limit: number;
    readonly cursor?: string | undefined;
  },
): Promise<{ deadLetters: StoredDeadLetter[]; nextCursor: string | null; total: number }> {
  const after = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor);
  const code: Condition | undefined =
    filter.code === undefined ? undefined : ['code = {code: String}', { code: filter.code }];
  const all = allOf(code, notReplayed);
  const where = allOf(
    code,
    notReplayed,
    after && [
      "(dead_letters.at, dead_letters.id) < (fromUnixTimestamp64Milli({afterTime: Int64}, 'UTC'), {afterId: String})",
      { afterTime: Date.parse(after.time), afterId: after.id },
    ],
  );
  const [rows, [counted]] = await Promise.all([
    select<StoredDeadLetter>(
      `SELECT ${columns} FROM dead_letters WHERE ${where.sql} ORDER BY at DESC, id DESC LIMIT {rows: UInt32}`,
      { ...where.parameters, rows: filter.limit + 1 },
    ),
    select<{ total: number }>(`SELECT count() AS total FROM dead_letters WHERE ${all.sql}`, all.parameters),
  ]);
  const page = pageOf(rows, filter.limit, (row) => ({ time: row.at, id: row.id }));
  return { deadLetters: page.rows, nextCursor: page.nextCursor, total: counted?.total ?? 0 };
}

/** By id, or by the first characters of it where these name only one. */
export async function readDeadLetter(select: Select, id: string): Promise<StoredDeadLetter> {
  const [row, another] = await select<StoredDeadLetter>(
    `SELECT ${columns} FROM dead_letters WHERE startsWith(id, {id: String}) ORDER BY id LIMIT 2`,
    { id },
  );
  if (row === undefined) {
    throw new TrailwatchError('TW_NOT_FOUND', `no dead letter ${id}`, {
      hint: '`trailwatch deadletters list` shows them',
    });
  }
  if (another !== undefined && row.id !== id) {
    throw new TrailwatchError('TW_USAGE', `several dead letters begin with ${id}`, {
      hint: 'give more of the id',
    });
  }
  return row;
}
