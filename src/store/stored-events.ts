import { type EngineIo, queryBinary, quoted, readUuid, uuidSet } from './engine-io.ts';

/** An event to look for. `key` is its id as a latin1 string of 16 characters. */
export interface SoughtEvent {
  readonly key: string;
  readonly logType: string;
  readonly accountId: string;
  readonly timeMs: number;
  readonly untimed: boolean;
}

export interface StoredBy {
  /** 32 hex digits. */
  readonly deliveryId: string;
  readonly chunk: number;
}

/** Events apart by more than this are looked up as separate ranges. */
const gapMs = 10 * 60_000;
const rangesMax = 16;
const idsMax = 20_000;
const accountsMax = 100;

/**
 * Types whose records name their account themselves, so that equal events have equal accounts, or none where neither the record
 * nor its envelope says one. Others may be given an account by the place they came from, which differs between copies.
 */
const accountInRecord: ReadonlySet<string> = new Set(['aws.cloudtrail', 'aws.vpcflow', 'aws.guardduty']);

/**
 * Which of these events the table holds, and who stored them. Reads only the ids of their log types near their times.
 * A record without a time of its own carries its delivery's, so the time it was stored under is looked up first.
 */
export async function findStored(
  io: EngineIo,
  sought: readonly SoughtEvent[],
): Promise<ReadonlyMap<string, StoredBy>> {
  const found = new Map<string, StoredBy>();
  for (let start = 0; start < sought.length; start += idsMax) {
    await findSome(io, sought.slice(start, start + idsMax), found);
  }
  return found;
}

async function findSome(
  io: EngineIo,
  sought: readonly SoughtEvent[],
  found: Map<string, StoredBy>,
): Promise<void> {
  const byType = Map.groupBy(sought, ({ logType }) => logType);
  const otherTimes = await untimedTimes(io, sought);
  const places = [...byType].map(([logType, events]) => {
    const times = [...events, ...otherTimes.filter((other) => other.logType === logType)];
    const ranges = timeRanges(times.map(({ timeMs }) => timeMs)).map(
      ({ fromMs, toMs }) => `time BETWEEN ${sqlTime(fromMs)} AND ${sqlTime(toMs)}`,
    );
    return `(log_type = ${quoted(logType)}${accountCondition(logType, events)} AND (${ranges.join(' OR ')}))`;
  });
  const ids = sought.map(({ key }) => Buffer.from(key, 'latin1'));
  const answer = await queryBinary(
    io,
    'looking for stored events',
    `SELECT id, delivery, delivery_chunk FROM ${io.engine.database}.events ` +
      `WHERE (${places.join(' OR ')}) AND id IN ${uuidSet(ids)} ` +
      // Ids are no part of the primary key: ordering the set for it would cost more than the look-up.
      'SETTINGS use_index_for_in_with_subqueries = 0 FORMAT RowBinary',
  );
  for (let at = 0; at < answer.length; at += 36) {
    found.set(readUuid(answer, at).toString('latin1'), {
      deliveryId: readUuid(answer, at + 16).toString('hex'),
      chunk: answer.readUInt32LE(at + 32),
    });
  }
}

function accountCondition(logType: string, events: readonly SoughtEvent[]): string {
  const accounts = new Set(events.map(({ accountId }) => accountId));
  if (!accountInRecord.has(logType) || accounts.has('') || accounts.size > accountsMax) return '';
  return ` AND account_id IN (${['', ...accounts].map((id) => `unhex('${Buffer.from(id).toString('hex')}')`).join(', ')})`;
}

async function untimedTimes(
  io: EngineIo,
  sought: readonly SoughtEvent[],
): Promise<readonly { logType: string; timeMs: number }[]> {
  const untimed = sought.filter((event) => event.untimed);
  if (untimed.length === 0) return [];
  const ids = untimed.map(({ key }) => Buffer.from(key, 'latin1'));
  const types = [...new Set(untimed.map(({ logType }) => logType))];
  const answer = await queryBinary(
    io,
    'looking for stored events',
    `SELECT toUInt16(indexOf([${types.map(quoted).join(', ')}], toString(log_type))) AS type, ` +
      `toUnixTimestamp64Milli(time) AS ms FROM ${io.engine.database}.untimed_events ` +
      `WHERE id IN ${uuidSet(ids)} GROUP BY type, ms FORMAT RowBinary`,
  );
  const times: { logType: string; timeMs: number }[] = [];
  for (let at = 0; at < answer.length; at += 10) {
    const logType = types[answer.readUInt16LE(at) - 1];
    if (logType !== undefined) times.push({ logType, timeMs: Number(answer.readBigInt64LE(at + 2)) });
  }
  return times;
}

/** Covers all times with at most `rangesMax` ranges; where there would be more, wider gaps are bridged. */
export function timeRanges(timesMs: readonly number[]): readonly { fromMs: number; toMs: number }[] {
  const sorted = [...new Set(timesMs)].toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? time));
  const widest = gaps.filter((gap) => gap > gapMs).toSorted((a, b) => b - a);
  const bridged = widest[rangesMax - 1] ?? gapMs;
  const ranges: { fromMs: number; toMs: number }[] = [];
  for (const time of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && time - last.toMs <= bridged) last.toMs = time;
    else ranges.push({ fromMs: time, toMs: time });
  }
  return ranges;
}

function sqlTime(timeMs: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${timeMs}), 'UTC')`;
}
