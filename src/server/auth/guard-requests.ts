import type { FastifyRequest } from 'fastify';
import { TrailwatchError } from '../../base/errors.ts';
import type { HttpServer } from '../http-server.ts';
import type { Authenticator } from './authenticator.ts';

export const sessionCookie = 'trailwatch_session';

/** Readable without signing in: what a load balancer, the sign-in page and the page's own files need. */
const openPaths = new Set(['/healthz', '/api/v1/info', '/api/v1/session']);

const loopbackNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Every request under /api and /metrics carries a bearer token or a session; state changes by session must come from our own pages. */
export function guardRequests(
  server: HttpServer,
  { authenticator, loopbackOnly }: { readonly authenticator: Authenticator; readonly loopbackOnly: boolean },
): void {
  server.addHook('onRequest', async (request) => {
    if (loopbackOnly && !loopbackNames.test(request.headers.host ?? '')) {
      throw new TrailwatchError('TW_USAGE', 'the Host header names another machine', {
        hint: 'use http://localhost, or start with --host to serve other names',
      });
    }
    const path = request.url.split('?', 1)[0] ?? '';
    const guarded = path.startsWith('/api/') || path === '/metrics';
    if (!guarded || openPaths.has(path)) return;
    if (!(await isSignedIn(request, authenticator))) {
      throw new TrailwatchError('TW_UNAUTHENTICATED', 'this needs a token', {
        hint: 'send Authorization: Bearer <token>; the admin token was printed at the first start',
      });
    }
  });
}

/** By bearer token, or by session cookie on requests that our own pages sent. */
export async function isSignedIn(request: FastifyRequest, authenticator: Authenticator): Promise<boolean> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() === 'bearer' && token !== undefined) return authenticator.acceptsToken(token);
  const session = request.cookies[sessionCookie];
  if (session === undefined || !authenticator.acceptsSession(session)) return false;
  // SameSite=Strict keeps the cookie from other sites; this also stops other ports of the same host.
  const site = request.headers['sec-fetch-site'];
  return request.method === 'GET' || site === undefined || site === 'same-origin';
}
