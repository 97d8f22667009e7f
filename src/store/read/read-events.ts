import { coreColumns } from '../../event/core-columns.ts';
import { TrailwatchError } from '../../base/errors.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { allOf, type Condition, oneOf, type Select, type TimeBounds, type Where, within } from './select.ts';

export interface EventsFilter extends TimeBounds {
  readonly logTypes?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  /** An entity, or text contained in raw. */
  readonly search?: string | undefined;
}

/** `id` and the core columns by name; what exactly is stated by the API schema. */
export type StoredEvent = { readonly id: string; readonly time: string } & Readonly<Record<string, unknown>>;

/** A list shows this much of raw; one event alone shows all of it. */
export const listRawBytesMax = 16 * 1024;

/** Ids are UUIDs in the engine; we show them as 32 hex digits. */
const hexOf = (column: string) => `replaceAll(toString(${column}), '-', '')`;

const columnList = (raw: string) =>
  [`${hexOf('events.id')} AS id`, ...coreColumns.map(({ name }) => (name === 'raw' ? raw : name))].join(', ');

/** Newest first. */
export async function readEvents(
  select: Select,
  filter: EventsFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ events: StoredEvent[]; nextCursor: string | null }> {
  const after = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor);
  const where = eventsWhere(
    filter,
    after && [
      "(events.time, events.id) < (fromUnixTimestamp64Milli({afterTime: Int64}, 'UTC'), toUUID({afterId: String}))",
      { afterTime: Date.parse(after.time), afterId: after.id },
    ],
  );
  const rows = await select<StoredEvent>(
    `SELECT ${columnList(`substring(raw, 1, ${listRawBytesMax}) AS raw`)} FROM events WHERE ${where.sql}
     ORDER BY events.time DESC, events.id DESC LIMIT {rows: UInt32}`,
    { ...where.parameters, rows: filter.limit + 1 },
  );
  const page = pageOf(rows, filter.limit, (row) => row);
  return { events: page.rows, nextCursor: page.nextCursor };
}

/** One event with all of raw and its own fields as JSON text ('' where it has none). `time` narrows the search and may be absent. */
export async function readEvent(
  select: Select,
  { id, time }: { readonly id: string; readonly time?: string | undefined },
): Promise<{ event: StoredEvent; fields: string }> {
  const [row] = await select<StoredEvent & { readonly own_fields: string }>(
    `SELECT ${columnList('raw')}, toJSONString(event) AS own_fields FROM events
     WHERE events.id = toUUID({id: String})${time === undefined ? '' : " AND events.time = fromUnixTimestamp64Milli({time: Int64}, 'UTC')"} LIMIT 1`,
    { id, ...(time !== undefined && { time: Date.parse(time) }) },
  );
  if (row === undefined) {
    throw new TrailwatchError('TW_NOT_FOUND', `no event ${id}`, {
      hint: 'it may have been removed by retention',
    });
  }
  const { own_fields: fields, ...event } = row;
  return { event, fields };
}

/** The events that a finding names by the record's own id, oldest first. */
export async function readEventsOfFinding(
  select: Select,
  finding: { readonly event_ids: readonly string[]; readonly time: string; readonly log_type: string },
): Promise<StoredEvent[]> {
  return select<StoredEvent>(
    `SELECT ${columnList('raw')} FROM events
     WHERE event_id IN {ids: Array(String)} AND log_type = {logType: String}
       AND events.time BETWEEN fromUnixTimestamp64Milli({time: Int64} - 86400000, 'UTC') AND fromUnixTimestamp64Milli({time: Int64} + 86400000, 'UTC')
     ORDER BY events.time LIMIT 100`,
    { ids: finding.event_ids, logType: finding.log_type, time: Date.parse(finding.time) },
  );
}

export interface CommittedFilter {
  /** 32 hex digits each. */
  readonly deliveryIds: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly search?: string | undefined;
  readonly limit: number;
}

/** Events of these deliveries within the time range, the last taken in first. */
export async function readCommittedEvents(select: Select, filter: CommittedFilter): Promise<StoredEvent[]> {
  if (filter.deliveryIds.length === 0) return [];
  const where = eventsWhere({ search: filter.search }, [
    `delivery IN arrayMap(text -> toUUID(text), {deliveries: Array(String)})
       AND events.time BETWEEN fromUnixTimestamp64Milli({firstMs: Int64}, 'UTC') AND fromUnixTimestamp64Milli({lastMs: Int64}, 'UTC')`,
    { deliveries: filter.deliveryIds, firstMs: filter.firstMs, lastMs: filter.lastMs },
  ]);
  return select<StoredEvent>(
    `SELECT ${columnList(`substring(raw, 1, ${listRawBytesMax}) AS raw`)} FROM events WHERE ${where.sql}
     ORDER BY ingested_at DESC, events.time DESC LIMIT {rows: UInt32}`,
    { ...where.parameters, rows: filter.limit },
  );
}

export interface HistogramBucket {
  readonly time: string;
  readonly log_type: string;
  readonly count: number;
}

/** Counts by time bucket and log type. Without bounds, from the first to the last stored event. */
export async function readHistogram(
  select: Select,
  filter: EventsFilter & { readonly buckets: number },
): Promise<{ from: string; to: string; bucketSeconds: number; buckets: HistogramBucket[] }> {
  const where = eventsWhere(filter);
  const [extent] = await select<{ first: string; last: string; count: number }>(
    `SELECT min(events.time) AS first, max(events.time) AS last, count() AS count FROM events WHERE ${where.sql}`,
    where.parameters,
  );
  const none = extent === undefined || extent.count === 0;
  const from = filter.from ?? (none ? new Date(0).toISOString() : extent.first);
  const to =
    filter.to ?? (none ? new Date(0).toISOString() : new Date(Date.parse(extent.last) + 1).toISOString());
  const bucketSeconds = niceBucket((Date.parse(to) - Date.parse(from)) / 1000 / filter.buckets);
  if (none) return { from, to, bucketSeconds, buckets: [] };
  const buckets = await select<HistogramBucket>(
    `SELECT fromUnixTimestamp64Milli(intDiv(toUnixTimestamp64Milli(events.time), {bucketMs: Int64}) * {bucketMs: Int64}, 'UTC') AS bucket,
       bucket AS time, log_type, count() AS count
     FROM events WHERE ${where.sql} GROUP BY bucket, log_type ORDER BY bucket, log_type LIMIT 50000`,
    { ...where.parameters, bucketMs: bucketSeconds * 1000 },
  );
  return {
    from,
    to,
    bucketSeconds,
    buckets: buckets.map(({ time, log_type, count }) => ({ time, log_type, count })),
  };
}

const niceSeconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** The shortest bucket that people count in and that is at least this long; whole days above a day. */
export function niceBucket(seconds: number): number {
  return niceSeconds.find((nice) => nice >= seconds) ?? Math.ceil(seconds / 86_400) * 86_400;
}

/** What the normalizers put into `entities`: these forms are found by index, everything else by reading raw. */
const entityForms = [
  /^\d{1,3}(?:\.\d{1,3}){3}$/,
  /^[0-9a-f]*:[0-9a-f:.]+$/i,
  /^arn:[\w-]*:/,
  /^(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}$/,
  /^\d{12}$/,
  /^(?:i|eni|vpc|subnet|sg|snap|vol|ami)-[0-9a-f]{8,}$/,
];

function eventsWhere(filter: EventsFilter, ...more: (Condition | undefined)[]): Where {
  const { search } = filter;
  const isEntity = search !== undefined && entityForms.some((form) => form.test(search));
  return allOf(
    ...within('events.time', filter),
    oneOf('log_type', 'logTypes', filter.logTypes),
    oneOf('account_id', 'accounts', filter.accounts),
    search === undefined || search === ''
      ? undefined
      : [
          isEntity
            ? 'has(entities, {search: String})'
            : 'positionCaseInsensitiveUTF8(raw, {search: String}) > 0',
          { search },
        ],
    ...more,
  );
}
