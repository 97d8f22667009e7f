import { type Assets, workloads } from './assets.ts';
import type { Random } from './prng.ts';
import type { Burst } from './record.ts';

export type AppFormat = 'json' | 'logfmt' | 'access' | 'text';

/** Logs of the organisation's own programs. */
export function createAppLogs(
  format: AppFormat,
  assetsOf: (random: Random) => Assets,
  random: Random,
): Burst {
  const line = writers[format];
  return (startMs, endMs, limit, sink) => {
    const assets = assetsOf(random);
    const count = Math.min(limit, random.between(3, 25));
    const request: Request = {
      service: `${random.pick(workloads)}-api`,
      traceId: random.hex(32),
      host: random.pick(assets.of('privateIp')),
      client: customerIp(random),
    };
    let timeMs = startMs;
    for (let i = 0; i < count; i++) {
      sink(timeMs, assets.account.id, assets.region, line(request, timeMs, random));
      timeMs = Math.min(endMs - 1, timeMs + random.between(1, 400));
    }
    return count;
  };
}

interface Request {
  readonly service: string;
  readonly traceId: string;
  readonly host: string;
  readonly client: string;
}

/** Customers come from addresses reserved for benchmarks: nobody's. */
export function customerIp(random: Random): string {
  return `198.${random.between(18, 19)}.${random.int(256)}.${random.between(1, 254)}`;
}

export const customerAgents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'HaldenShop/7.12 (Android 14)',
];

const messages = [
  'request handled',
  'order placed',
  'cache miss',
  'payment authorised',
  'stock reserved',
  'message published',
  'session refreshed',
  'retrying upstream call',
  'slow query',
];
const failures = [
  'upstream timed out',
  'connection reset by peer',
  'deadlock detected, retrying',
  'validation failed: quantity',
];
const routes = [
  '/',
  '/catalog',
  '/cart',
  '/checkout',
  '/api/orders',
  '/api/stock',
  '/search',
  '/account',
  '/static/app.js',
  '/healthz',
];

/** Levels as a healthy program writes them. */
function drawLevel(random: Random): 'debug' | 'info' | 'warn' | 'error' {
  const u = random.unit();
  if (u < 0.06) return 'debug';
  return u < 0.93 ? 'info' : u < 0.985 ? 'warn' : 'error';
}

function drawMessage(level: string, random: Random): string {
  return random.pick(level === 'warn' || level === 'error' ? failures : messages);
}

const writers: Readonly<Record<AppFormat, (request: Request, timeMs: number, random: Random) => string>> = {
  json({ service, traceId, host, client }, timeMs, random) {
    const level = drawLevel(random);
    const route = random.pick(routes);
    return JSON.stringify({
      timestamp: new Date(timeMs).toISOString(),
      level,
      service,
      host,
      trace_id: traceId,
      span_id: random.hex(16),
      message: drawMessage(level, random),
      http: {
        method: random.pick(['GET', 'GET', 'POST']),
        route,
        status: level === 'error' ? 502 : 200,
        client_ip: client,
      },
      duration_ms: random.between(1, 900),
      ...(random.chance(0.3)
        ? { user: { id: `u-${random.hex(8)}`, tier: random.pick(['guest', 'member', 'gold']) } }
        : {}),
      ...(level === 'error'
        ? { error: { kind: 'UpstreamError', message: random.pick(failures), retryable: true } }
        : {}),
    });
  },
  logfmt({ service, traceId }, timeMs, random) {
    const level = drawLevel(random);
    return `time=${new Date(timeMs).toISOString()} level=${level} service=${service} trace=${traceId} msg="${drawMessage(level, random)}" queue=${random.pick(workloads)} attempt=${random.between(1, 3)} duration=${random.between(1, 900)}ms bytes=${random.between(80, 90_000)}`;
  },
  access({ client }, timeMs, random) {
    const status = random.pick([200, 200, 200, 200, 200, 304, 301, 404, 499, 502]);
    return `${client} - - [${accessTime(timeMs)}] "${random.pick(['GET', 'GET', 'GET', 'POST'])} ${random.pick(routes)}?v=${random.hex(4)} HTTP/1.1" ${status} ${random.between(120, 90_000)} "https://shop.example.com/" "${random.pick(customerAgents)}"`;
  },
  text({ service, host }, timeMs, random) {
    const level = drawLevel(random);
    const time = new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');
    const first = `${time} ${level.toUpperCase().padEnd(5)} [${service}-worker-${random.between(1, 8)}] com.example.${service.replace('-', '.')}.Handler - ${drawMessage(level, random)} host=${host} id=${random.hex(8)}`;
    return level === 'error' ? `${first}\n${stackTrace(random)}` : first;
  },
};

const frames = [
  'com.example.orders.Repository.load(Repository.java',
  'com.example.orders.Service.place(Service.java',
  'com.example.web.Router.dispatch(Router.java',
  'java.base/java.net.SocketInputStream.read(SocketInputStream.java',
  'java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java',
  'java.base/java.lang.Thread.run(Thread.java',
];

function stackTrace(random: Random): string {
  const lines = frames
    .slice(0, random.between(3, frames.length))
    .map((frame) => `\tat ${frame}:${random.between(20, 900)})`);
  return [
    `java.net.SocketTimeoutException: ${random.pick(failures)}`,
    ...lines,
    `Caused by: java.io.IOException: ${random.pick(failures)}`,
    `\t... ${random.between(3, 30)} more`,
  ].join('\n');
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function accessTime(timeMs: number): string {
  const iso = new Date(timeMs).toISOString();
  return `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
