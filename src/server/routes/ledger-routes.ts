import { z } from 'zod';
import {
  DeadLetterRow,
  DeadLettersPage,
  DeadLettersQuery,
  LedgerPage,
  LedgerQuery,
  Overview,
  ReplayRequest,
  ReplayResult,
} from '../../api/overview.ts';
import { TimeRangeQuery } from '../../api/common.ts';
import { readDeadLetter, readDeadLetters } from '../../store/read/read-dead-letters.ts';
import { readLedger, readLedgerTotals } from '../../store/read/read-ledger.ts';
import type { HttpServer } from '../http-server.ts';
import { readOverview } from '../overview.ts';
import type { RouteContext } from './context.ts';

export function addLedgerRoutes(server: HttpServer, context: RouteContext): void {
  const { select } = context;

  server.get(
    '/api/v1/overview',
    { schema: { querystring: TimeRangeQuery, response: { 200: Overview } } },
    async ({ query }) => readOverview(select, context.activity.snapshot(), query, Date.now()),
  );

  server.get(
    '/api/v1/ledger',
    { schema: { querystring: LedgerQuery, response: { 200: LedgerPage } } },
    async ({ query }) => {
      const [totals, { rows, nextCursor }] = await Promise.all([
        readLedgerTotals(select, query),
        readLedger(select, query),
      ]);
      return { totals, rows, next_cursor: nextCursor };
    },
  );

  server.get(
    '/api/v1/deadletters',
    { schema: { querystring: DeadLettersQuery, response: { 200: DeadLettersPage } } },
    async ({ query }) => {
      const { deadLetters, nextCursor, total } = await readDeadLetters(select, query);
      return { dead_letters: deadLetters, next_cursor: nextCursor, total };
    },
  );

  const ById = z.object({ id: z.string().regex(/^[0-9a-f]{1,64}$/, 'an id is hex digits') });
  server.get(
    '/api/v1/deadletters/:id',
    { schema: { params: ById, response: { 200: DeadLetterRow } } },
    async ({ params }) => readDeadLetter(select, params.id),
  );

  server.post(
    '/api/v1/deadletters/replay',
    { schema: { body: ReplayRequest, response: { 200: ReplayResult } } },
    async ({ body }) => context.replayDeadLetters(body),
  );
}
