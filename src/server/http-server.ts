import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { type ErrorCode, errorCodes, TrailwatchError } from '../base/errors.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { guardRequests } from './auth/guard-requests.ts';

export interface HttpServerOptions {
  readonly version: string;
  /** Bound on one request body. */
  readonly bodyBytesMax: number;
  readonly authenticator: Authenticator;
  /** True while bound to loopback: then only loopback names are accepted in Host (DNS rebinding). */
  readonly loopbackOnly: boolean;
  /** Folder of the built web application; absent in tests that need none. */
  readonly uiDir: string;
  readonly onDefect: (error: unknown) => void;
}

export type HttpServer = ReturnType<typeof withTypes>;

const withTypes = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();

// uPlot and CodeMirror place style elements of their own; everything else comes from this origin alone.
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** A server with limits, authentication, error form and static files, before any API route is on it. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = withTypes(
    Fastify({
      bodyLimit: options.bodyBytesMax,
      requestTimeout: 120_000,
      connectionTimeout: 0,
      keepAliveTimeout: 30_000,
      forceCloseConnections: 'idle',
      routerOptions: { maxParamLength: 500 },
      logger: false,
    }),
  );
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const answer = describeError(error);
    if (answer.code === 'TW_INTERNAL') options.onDefect(error);
    if (answer.code === 'TW_STORE_FULL' || answer.code === 'TW_ENGINE_UNAVAILABLE')
      reply.header('retry-after', '5');
    const { code, message, hint } = answer;
    return reply
      .status(answer.status)
      .send({ error: { code, message, ...(hint !== undefined && { hint }) } });
  });
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });
  await server.register(cookie);
  await server.register(rateLimit, { global: false });
  await server.register(swagger, {
    openapi: {
      info: { title: 'Trailwatch', version: options.version, description: 'The HTTP API of Trailwatch.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  guardRequests(server, options);
  await serveUi(server, options.uiDir);
  return server;
}

async function serveUi(server: HttpServer, uiDir: string): Promise<void> {
  if (existsSync(join(uiDir, 'index.html'))) {
    await server.register(fastifyStatic, {
      root: uiDir,
      wildcard: false,
      preCompressed: true,
      maxAge: '1y',
      immutable: true,
      index: false,
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      request.headers.accept?.includes('text/html');
    if (isPage && existsSync(join(uiDir, 'index.html'))) {
      return reply
        .header('cache-control', 'no-cache')
        .sendFile('index.html', { maxAge: 0, immutable: false });
    }
    throw new TrailwatchError('TW_NOT_FOUND', `nothing at ${request.method} ${request.url.slice(0, 200)}`, {
      hint: 'GET /api/openapi.json lists what there is',
    });
  });
}

interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly status: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

function describeError(error: FastifyError): ErrorAnswer {
  if (error instanceof TrailwatchError) {
    return {
      code: error.code,
      status: errorCodes[error.code].status,
      message: error.message,
      hint: error.hint,
    };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? 'request'}${first?.instancePath.replaceAll('/', '.') ?? ''}`;
    return {
      code: 'TW_USAGE',
      status: 400,
      message: `${where}: ${first?.message ?? 'not valid'}`,
      hint: 'GET /api/openapi.json describes the request',
    };
  }
  const status = error.statusCode ?? 500;
  if (status === 429)
    return {
      code: 'TW_RATE_LIMITED',
      status,
      message: 'too many attempts',
      hint: 'wait for the time that Retry-After says',
    };
  if (status === 413)
    return { code: 'TW_RECORD_TOO_LARGE', status, message: error.message, hint: 'send less in one request' };
  if (status >= 400 && status < 500) return { code: 'TW_USAGE', status, message: error.message };
  return {
    code: 'TW_INTERNAL',
    status: 500,
    message: 'something went wrong here',
    hint: 'the server’s log has the details',
  };
}
