import type { z } from 'zod';
import { ErrorBody } from '../api/common.ts';
import { type ErrorCode, errorCodes, TrailwatchError } from '../base/errors.ts';
import { findServer } from '../server/discovery.ts';
import type { DataOptions } from './common-options.ts';
import { loadSettings } from './load-settings.ts';

/** The HTTP API, over the running server or, where none runs, over one opened in this process without a port. */
export interface ApiClient {
  /** Undefined where the API runs in this process. */
  readonly serverUrl: string | undefined;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** Streams bytes in one request. */
  upload<T>(path: string, body: AsyncIterable<Uint8Array>, schema: z.ZodType<T>): Promise<T>;
  /** The data of server-sent events, as they come. */
  events(path: string, signal: AbortSignal): AsyncIterable<ServerEvent>;
  close(): Promise<void>;
}

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Send = (method: string, path: string, body: unknown) => Promise<Answer>;

/** Opens the data directory only when no server has it open. */
export async function connect(options: DataOptions): Promise<ApiClient> {
  const settings = await loadSettings(options);
  const running = findServer(settings.data_dir);
  if (running !== undefined) return overHttp(running.url, running.token);
  const { openLocalApi } = await import('../server/local-api.ts');
  const api = await openLocalApi(settings);
  return {
    serverUrl: undefined,
    ...jsonCalls((method, path, body) => api.request(method, path, body)),
    upload: () => Promise.reject(new Error('files are ingested directly where no server runs')),
    events() {
      throw new TrailwatchError('TW_NOT_FOUND', 'no server is running on this data directory', {
        hint: 'start one: trailwatch up',
      });
    },
    close: () => api.close(),
  };
}

function overHttp(url: string, token: string): ApiClient {
  const headers = { authorization: `Bearer ${token}` };
  const json = { ...headers, 'content-type': 'application/json' };
  const reach = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(new URL(path, url), init);
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause;
      throw new TrailwatchError('TW_ENGINE_UNAVAILABLE', `the server at ${url} does not answer`, {
        hint: 'is it starting or stopping? try again',
        cause,
      });
    }
  };
  return {
    serverUrl: url,
    ...jsonCalls(async (method, path, body) => {
      const init =
        body === undefined ? { method, headers } : { method, body: JSON.stringify(body), headers: json };
      const response = await reach(path, init);
      return { status: response.status, body: await response.text() };
    }),
    async upload(path, body, schema) {
      const response = await reach(path, {
        method: 'POST',
        body: ReadableStream.from(body),
        duplex: 'half',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
      });
      return read({ status: response.status, body: await response.text() }, schema);
    },
    async *events(path, signal) {
      const response = await reach(path, { method: 'GET', headers, signal });
      if (!response.ok) throw errorOf({ status: response.status, body: await response.text() });
      if (response.body !== null) yield* parseEvents(response.body);
    },
    async close() {},
  };
}

function jsonCalls(send: Send): Pick<ApiClient, 'get' | 'post'> {
  return {
    get: async (path, schema) => read(await send('GET', path, undefined), schema),
    post: async (path, body, schema) => read(await send('POST', path, body), schema),
  };
}

function read<T>(answer: Answer, schema: z.ZodType<T>): T {
  if (answer.status < 200 || answer.status > 299) throw errorOf(answer);
  return schema.parse(JSON.parse(answer.body));
}

function errorOf({ status, body }: Answer): TrailwatchError {
  try {
    const { code, message, hint } = ErrorBody.parse(JSON.parse(body)).error;
    return new TrailwatchError(isErrorCode(code) ? code : 'TW_INTERNAL', message, { hint });
  } catch (cause) {
    return new TrailwatchError('TW_INTERNAL', `the server answered ${status} without an error body`, {
      cause,
    });
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html, as far as our server uses it. */
async function* parseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const bytes of body) {
    buffer += decoder.decode(bytes, { stream: true });
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const valueOf = (name: string) =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      const [event] = valueOf('event');
      if (event !== undefined) yield { event, data: valueOf('data').join('\n') };
    }
  }
}
