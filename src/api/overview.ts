import { z } from 'zod';
import { PageQuery, TimeRangeQuery, Timestamp } from './common.ts';
import { FindingRow } from './findings.ts';

export const Info = z.object({
  name: z.literal('trailwatch'),
  version: z.string(),
  demo: z.boolean().describe('All data is simulated.'),
  signed_in: z.boolean(),
  started_at: Timestamp,
});
export type Info = z.infer<typeof Info>;

export const SessionRequest = z.object({ token: z.string().min(1).max(500) });

const counts = {
  delivered: z.number(),
  stored: z.number(),
  duplicates: z.number(),
  filtered: z.number(),
  dead_letters: z.number(),
};
export const LedgerTotals = z
  .object(counts)
  .describe('delivered = stored + duplicates + filtered + dead_letters, always.');

export const Overview = z.object({
  from: Timestamp,
  to: Timestamp,
  bucket_seconds: z.number(),
  events: z.array(z.object({ time: Timestamp, log_type: z.string(), count: z.number() })),
  findings_by_severity: z.object({
    critical: z.number(),
    high: z.number(),
    medium: z.number(),
    low: z.number(),
    informational: z.number(),
  }),
  sources: z.array(
    z.object({
      source: z.string(),
      last_seen: Timestamp.nullable().describe(
        'When this process last stored something of it; null where it has not.',
      ),
      newest_event: Timestamp.nullable().describe('The newest event time it has delivered.'),
      lag_seconds: z.number().nullable().describe('Now minus newest event time.'),
      ...counts,
    }),
  ),
  ledger: LedgerTotals,
  latest_findings: z.array(FindingRow),
});
export type Overview = z.infer<typeof Overview>;

export const LedgerQuery = TimeRangeQuery.extend(PageQuery.shape);
export const LedgerRow = z.object({
  source: z.string(),
  account_id: z.string(),
  region: z.string(),
  log_type: z.string(),
  hour: Timestamp,
  ...counts,
  bytes: z.number(),
  first_event: Timestamp.nullable(),
  last_event: Timestamp.nullable(),
});
export const LedgerPage = z.object({
  totals: LedgerTotals,
  rows: z.array(LedgerRow),
  next_cursor: z.string().nullable(),
});
export type LedgerPage = z.infer<typeof LedgerPage>;

export const DeadLetterRow = z.object({
  id: z.string(),
  source: z.string(),
  object: z.string(),
  code: z.string(),
  message: z.string(),
  bytes: z.string().describe('The first bytes as text; what is not UTF-8 shows as U+FFFD.'),
  bytes_total: z.number().nullable(),
  offset: z.number().nullable(),
  line: z.number().nullable(),
  at: Timestamp,
});
export const DeadLettersPage = z.object({
  dead_letters: z.array(DeadLetterRow),
  next_cursor: z.string().nullable(),
  total: z.number(),
});
export type DeadLettersPage = z.infer<typeof DeadLettersPage>;

export const DeadLettersQuery = PageQuery.extend({ code: z.string().max(60).optional() });

export const ReplayRequest = z.object({
  ids: z.array(z.string().max(64)).max(1000).optional().describe('Which; all where absent.'),
  code: z.string().max(60).optional(),
});
export const ReplayResult = z.object({
  replayed: z.number(),
  stored: z.number(),
  duplicates: z.number(),
  dead_letters: z.number().describe('Still dead letters after the attempt.'),
});
export type ReplayResult = z.infer<typeof ReplayResult>;
