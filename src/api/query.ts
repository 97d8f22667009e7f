import { z } from 'zod';
import { TimeRangeQuery } from './common.ts';

export const queryLanguages = ['insights', 'spl', 'sql'] as const;
export const queryRowsMax = 100_000;

export const QueryRequest = TimeRangeQuery.extend({
  query: z.string().min(1).max(100_000),
  lang: z.enum(queryLanguages).default('insights'),
  limit: z.int().min(1).max(queryRowsMax).optional(),
  query_id: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .describe('Chosen by the caller, to cancel by.'),
});
export type QueryRequest = z.input<typeof QueryRequest>;

export const QueryResult = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string().describe('ClickHouse type.') })),
  rows: z.array(z.array(z.unknown())),
  stats: z.object({ rows_read: z.number(), bytes_read: z.number(), elapsed_ms: z.number() }),
  truncated: z.boolean().describe('More rows exist than the limit let through.'),
});
export type QueryResult = z.infer<typeof QueryResult>;

/** What `POST /api/v1/ingest` and `trailwatch ingest --json` answer. */
export const IngestResult = z.object({
  files: z.number(),
  records: z.number(),
  stored: z.number(),
  duplicates: z.number(),
  filtered: z.number(),
  dead_letters: z.number(),
  findings: z.number(),
  seconds: z.number(),
});
export type IngestResult = z.infer<typeof IngestResult>;
