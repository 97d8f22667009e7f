import { z } from 'zod';
import { severities } from '../event/event.ts';

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().describe('Stable code, see the reference of error codes.'),
      message: z.string(),
      hint: z.string().optional().describe('What to do about it.'),
    }),
  })
  .describe('Every answer outside 2xx.');
export type ErrorBody = z.infer<typeof ErrorBody>;

export const Severity = z.enum(severities);

/** RFC 3339 with milliseconds, UTC. */
export const Timestamp = z.iso.datetime().describe('RFC 3339, UTC.');

/** What a caller may write for a time: RFC 3339 with any offset. Start inclusive, end exclusive. */
const TimeInput = z.iso.datetime({ offset: true });
export const TimeRangeQuery = z.object({
  from: TimeInput.optional().describe('Start, inclusive. RFC 3339.'),
  to: TimeInput.optional().describe('End, exclusive. RFC 3339.'),
});

export const pageRowsMax = 1000;
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(pageRowsMax).default(100),
  cursor: z.string().max(500).optional().describe('`next_cursor` of the page before.'),
});

/** A list in a query string: `a,b`. */
export const CommaList = z
  .string()
  .max(2000)
  .transform((text) => text.split(',').filter((item) => item !== ''));
