import { z } from 'zod';
import { type CoreColumn, coreColumns } from '../event/core-columns.ts';
import { CommaList, PageQuery, TimeRangeQuery, Timestamp } from './common.ts';

const valueOf = {
  time: Timestamp,
  text: z.string(),
  texts: z.array(z.string()),
  integer: z.number().nullable(),
  boolean: z.boolean().nullable(),
} as const satisfies Record<CoreColumn['type'], z.ZodType>;

type ColumnSchemas = {
  [C in (typeof coreColumns)[number] as C['name']]: (typeof valueOf)[C['type']];
};

/** One event: `id` and every core column. Raw is text; bytes that are not UTF-8 show as U+FFFD. */
export const EventRow = z.object({
  id: z.string().describe('32 hex digits, unique in the store.'),
  ...(Object.fromEntries(
    coreColumns.map((column) => [column.name, valueOf[column.type].describe(column.description)]),
  ) as ColumnSchemas), // fromEntries forgets which key has which schema
});
export type EventRow = z.infer<typeof EventRow>;

export const EventFilter = TimeRangeQuery.extend({
  log_type: CommaList.optional().describe('Log types, separated by commas.'),
  account: CommaList.optional().describe('Account ids, separated by commas.'),
  search: z
    .string()
    .max(500)
    .optional()
    .describe('An exact entity (address, ARN, key id, …) or text contained in the raw record.'),
});
export type EventFilter = z.infer<typeof EventFilter>;

export const EventsQuery = EventFilter.extend(PageQuery.shape);
export const EventsPage = z.object({ events: z.array(EventRow), next_cursor: z.string().nullable() });
export type EventsPage = z.infer<typeof EventsPage>;

export const EventDetail = z.object({
  event: EventRow,
  fields: z.unknown().describe('The record’s own fields; null where it has none.'),
});
export type EventDetail = z.infer<typeof EventDetail>;

export const HistogramQuery = EventFilter.extend({
  buckets: z.coerce.number().int().min(1).max(500).default(60),
});
export const Histogram = z.object({
  bucket_seconds: z.number(),
  from: Timestamp,
  to: Timestamp,
  buckets: z.array(z.object({ time: Timestamp, log_type: z.string(), count: z.number() })),
});
export type Histogram = z.infer<typeof Histogram>;
