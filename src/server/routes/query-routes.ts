import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { IngestResult, QueryRequest, QueryResult } from '../../api/query.ts';
import { TrailwatchError } from '../../base/errors.ts';
import { logTypes } from '../../event/log-types.ts';
import type { HttpServer } from '../http-server.ts';
import type { RouteContext } from './context.ts';

const IngestQuery = z.object({
  type: z.enum(Object.keys(logTypes)).optional().describe('Skips detection of the format.'),
  fields: z.string().max(4000).optional().describe('Field list of custom flow logs, separated by spaces.'),
  name: z.string().max(1000).default('api').describe('What the body is called in errors and dead letters.'),
});

export function addQueryRoutes(server: HttpServer, context: RouteContext): void {
  server.post(
    '/api/v1/query',
    { schema: { body: QueryRequest, response: { 200: QueryResult } } },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.on('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      const { query_id: queryId = randomUUID(), ...query } = request.body;
      return context.query({ ...query, query_id: queryId }, gone.signal);
    },
  );

  const QueryId = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });
  server.delete('/api/v1/query/:id', { schema: { params: QueryId } }, async ({ params }, reply) => {
    if (!context.cancelQuery(params.id)) {
      throw new TrailwatchError('TW_NOT_FOUND', `no query ${params.id} is running`, {
        hint: 'it may have ended already',
      });
    }
    return reply.status(204).send();
  });

  // The body is any supported format, so it is handed on as it streams in, in a scope without body parsers.
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.post(
      '/api/v1/ingest',
      {
        schema: { querystring: IngestQuery, response: { 200: IngestResult } },
        bodyLimit: Number.MAX_SAFE_INTEGER,
      },
      async (request) => {
        const { type, name, fields } = IngestQuery.parse(request.query);
        const fieldList = fields?.split(/[\s,]+/).filter((field) => field !== '');
        return context.ingest(request.raw, { name, logType: type, fieldList });
      },
    );
  });
}
