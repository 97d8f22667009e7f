import type { ErrorBody } from '../../api/common.ts';

/** What the server answered outside 2xx, or that it did not answer (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

type Params = Readonly<Record<string, string | number | undefined>>;

export async function apiGet<T>(path: string, params: Params, signal?: AbortSignal): Promise<T> {
  return send<T>(`${path}${queryText(params)}`, { signal: signal ?? null });
}

export async function apiPost<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return send<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
}

export async function apiDelete(path: string): Promise<void> {
  await send<unknown>(path, { method: 'DELETE' });
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** The server checks every answer against its schema in src/api before it sends it, so it is not checked again here. */
async function send<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api/v1${path}`, { ...init, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      if (isAbort(error)) throw error;
      throw new ApiError(
        0,
        'UNREACHABLE',
        'Trailwatch does not answer',
        'Check that the server is still running and reachable from here.',
      );
    },
  );
  const text = await response.text();
  const body: unknown = parseBody(text);
  if (!response.ok) throw describeFailure(response, body);
  return body as T; // see above: proven by the server
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeFailure(response: Response, body: unknown): ApiError {
  if (isErrorBody(body)) {
    const { code, message, hint } = body.error;
    return new ApiError(response.status, code, message, hint);
  }
  return new ApiError(
    response.status,
    `HTTP_${response.status}`,
    `The server answered ${response.status}`,
    'A proxy may stand between: the server itself explains its errors.',
  );
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'object' &&
    body.error !== null &&
    'message' in body.error
  );
}

function queryText(params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
