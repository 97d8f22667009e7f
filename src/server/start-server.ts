import { Cron } from 'croner';
import { TrailwatchError } from '../base/errors.ts';
import { createDemoSource } from '../demo/demo-source.ts';
import { createFollowSource } from '../sources/files/follow-source.ts';
import type { Source } from '../sources/source.ts';
import { createApp } from './app.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { announceServer } from './discovery.ts';
import { openStores, type Stores } from './open-stores.ts';
import type { Config } from '../config/load-config.ts';

export interface StartOptions {
  readonly config: Config;
  readonly demo: boolean;
  readonly log: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly version: string;
  /** The admin token, where it was made at this start. */
  readonly generatedToken: string | undefined;
  /** Takes nothing new, lets what was taken become durable, and stops. */
  close(): Promise<void>;
}

/** Everything in one process: stores, sources, pipeline, API and web application. */
export async function startServer({ config: configured, demo, log }: StartOptions): Promise<RunningServer> {
  const config = demo
    ? { ...configured, data_dir: demoDataDir(configured.data_dir), sources: [] }
    : configured;
  const stores = await openStores(config, log);
  try {
    let generatedToken: string | undefined;
    const authenticator = await createAuthenticator({
      records: stores.control.tokens,
      adminToken: config.adminToken,
      onGenerated(token) {
        generatedToken = token;
      },
    });
    const sources = demo ? [createDemoSource({ nowMs: Date.now() })] : watchedFolders(config, stores);
    const loopbackOnly = ['127.0.0.1', 'localhost', '::1'].includes(config.server.host);
    const app = await createApp({ config, stores, authenticator, sources, demo, loopbackOnly, log });
    const url = await listen(app.http, config);
    const withdraw = announceServer(config.data_dir, {
      pid: process.pid,
      url,
      token: authenticator.localToken,
      version: app.version,
    });
    const retention = scheduleRetention(config, stores, log);
    await app.start();
    return {
      url,
      version: app.version,
      generatedToken,
      async close() {
        retention.stop();
        withdraw();
        await app.close();
        await stores.close();
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function listen(
  http: Awaited<ReturnType<typeof createApp>>['http'],
  { server: { host, port } }: Config,
): Promise<string> {
  try {
    const address = await http.listen({ host, port });
    return address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new TrailwatchError('TW_PORT_IN_USE', `port ${port} on ${host} is taken`, {
        hint: 'choose another with --port, or stop the other program',
        cause,
      });
    }
    throw cause;
  }
}

function watchedFolders(config: Config, stores: Stores): Source[] {
  return config.sources.map((source) =>
    createFollowSource({
      name: source.name,
      path: source.path,
      positions: stores.control.followedFiles,
      follow: source.follow,
      include: source.include,
      exclude: source.exclude,
      forcedType: source.log_type,
      fieldList: source.field_list,
      pollMs: source.poll_ms,
      settleMs: source.settle_ms,
    }),
  );
}

/** Once a day, at a quiet hour; what was dropped is written down by the store. */
function scheduleRetention({ retention }: Config, stores: Stores, log: (line: string) => void): Cron {
  return new Cron(
    '17 3 * * *',
    { timezone: 'UTC', protect: true, unref: true, catch: (error) => log(`retention: ${String(error)}`) },
    async () => {
      if (retention.default_days === undefined && Object.keys(retention.by_log_type).length === 0) return;
      for (const { logType, rows, days } of await stores.store.applyRetention({
        defaultDays: retention.default_days,
        byLogType: retention.by_log_type,
      })) {
        log(`retention: ${rows} events of ${logType} over ${days} days removed`);
      }
    },
  );
}

/** The demo keeps to a folder of its own, so that simulated and real data never meet. */
function demoDataDir(dataDir: string): string {
  return `${dataDir}-demo`;
}
