import { TrailwatchError } from '../../base/errors.ts';
import { Info, SessionRequest } from '../../api/overview.ts';
import { sessionMs } from '../auth/authenticator.ts';
import { isSignedIn, sessionCookie } from '../auth/guard-requests.ts';
import type { HttpServer } from '../http-server.ts';
import type { RouteContext } from './context.ts';

export function addSessionRoutes(server: HttpServer, context: RouteContext): void {
  const { authenticator } = context;

  server.get('/healthz', { schema: { hide: true } }, async () => {
    await context.checkReady();
    return { status: 'ready' };
  });

  server.get('/api/v1/info', { schema: { response: { 200: Info } } }, async (request) => ({
    name: 'trailwatch' as const,
    version: context.version,
    demo: context.demo,
    signed_in: await isSignedIn(request, authenticator),
    started_at: new Date(context.startedMs).toISOString(),
  }));

  const attempts = { rateLimit: { max: 10, timeWindow: '1 minute' } };
  server.post(
    '/api/v1/session',
    { schema: { body: SessionRequest }, config: attempts },
    async (request, reply) => {
      if (!(await authenticator.acceptsToken(request.body.token))) {
        throw new TrailwatchError('TW_UNAUTHENTICATED', 'this token is not known', {
          hint: 'the admin token was printed at the first start; TRAILWATCH_ADMIN_TOKEN sets a new one',
        });
      }
      reply.setCookie(sessionCookie, authenticator.openSession(), {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: context.secureCookies,
        maxAge: sessionMs / 1000,
      });
      return reply.status(204).send();
    },
  );

  server.delete('/api/v1/session', async (request, reply) => {
    const session = request.cookies[sessionCookie];
    if (session !== undefined) authenticator.closeSession(session);
    reply.clearCookie(sessionCookie, { path: '/' });
    return reply.status(204).send();
  });
}
