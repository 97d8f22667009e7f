import { z } from 'zod';
import {
  FindingDetail,
  FindingFacets,
  FindingFilter,
  FindingsPage,
  FindingsQuery,
  RuleDetail,
  RulesPage,
} from '../../api/findings.ts';
import { TrailwatchError } from '../../base/errors.ts';
import { readEventsOfFinding } from '../../store/read/read-events.ts';
import {
  type FindingsFilter,
  readFinding,
  readFindingFacets,
  readFindings,
} from '../../store/read/read-findings.ts';
import type { HttpServer } from '../http-server.ts';
import type { RouteContext } from './context.ts';
import { asEventRow } from './event-row.ts';

const ById = z.object({ id: z.string().max(200) });

export function addFindingRoutes(server: HttpServer, { select, rules }: RouteContext): void {
  server.get(
    '/api/v1/findings',
    { schema: { querystring: FindingsQuery, response: { 200: FindingsPage } } },
    async ({ query }) => {
      const { findings, nextCursor, total } = await readFindings(select, {
        ...filterOf(query),
        limit: query.limit,
        cursor: query.cursor,
      });
      return { findings, next_cursor: nextCursor, total };
    },
  );

  server.get(
    '/api/v1/findings/facets',
    { schema: { querystring: FindingFilter, response: { 200: FindingFacets } } },
    async ({ query }) => readFindingFacets(select, filterOf(query)),
  );

  server.get(
    '/api/v1/findings/:id',
    { schema: { params: ById, response: { 200: FindingDetail } } },
    async ({ params }) => {
      const finding = await readFinding(select, params.id);
      const events = await readEventsOfFinding(select, finding);
      return { finding, events: events.map(asEventRow), rule: rules().find(finding.rule) ?? null };
    },
  );

  server.get('/api/v1/rules', { schema: { response: { 200: RulesPage } } }, async () => {
    const catalog = rules();
    return {
      rules: catalog.list(),
      refused: catalog.refused.map(({ file, line, code, message }) => ({ file, line, code, message })),
    };
  });

  server.get(
    '/api/v1/rules/:id',
    { schema: { params: ById, response: { 200: RuleDetail } } },
    async ({ params }) => {
      const rule = rules().find(params.id);
      if (rule === undefined)
        throw new TrailwatchError('TW_NOT_FOUND', `no rule ${params.id}`, {
          hint: 'GET /api/v1/rules lists them',
        });
      return rule;
    },
  );
}

function filterOf({ severity, account, ...rest }: FindingFilter): FindingsFilter {
  return { from: rest.from, to: rest.to, rule: rest.rule, severities: severity, accounts: account };
}
