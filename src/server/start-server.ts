import { join } from 'node:path';
import { Cron } from 'croner';
import { TrailwatchError } from '../base/errors.ts';
import { createDemoSource } from '../demo/demo-source.ts';
import { createFolderSource } from '../sources/files/folder-source.ts';
import type { Source } from '../sources/source.ts';
import { createApp } from './app.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { announceServer } from './discovery.ts';
import { openStores, type Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';

export interface StartOptions {
  readonly settings: Settings;
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
export async function startServer({ settings, demo, log }: StartOptions): Promise<RunningServer> {
  const stores = await openStores(settings, log);
  try {
    let generatedToken: string | undefined;
    const authenticator = await createAuthenticator({
      records: stores.control.tokens,
      adminToken: settings.adminToken,
      onGenerated(token) {
        generatedToken = token;
      },
    });
    const sources = demo ? [createDemoSource({ nowMs: Date.now() })] : watchedFolders(settings, stores);
    const loopbackOnly = ['127.0.0.1', 'localhost', '::1'].includes(settings.host);
    const app = await createApp({ settings, stores, authenticator, sources, demo, loopbackOnly, log });
    const url = await listen(app.http, settings);
    const withdraw = announceServer(settings.dataDir, {
      pid: process.pid,
      url,
      token: authenticator.localToken,
      version: app.version,
    });
    const retention = scheduleRetention(settings, stores, log);
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
  { host, port }: Settings,
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

function watchedFolders(settings: Settings, stores: Stores): Source[] {
  return settings.watchedFolders.map((folder) =>
    createFolderSource({ ...folder, files: stores.control.followedFiles }),
  );
}

/** Once a day, at a quiet hour; what was dropped is written down by the store. */
function scheduleRetention({ retention }: Settings, stores: Stores, log: (line: string) => void): Cron {
  return new Cron(
    '17 3 * * *',
    { timezone: 'UTC', protect: true, unref: true, catch: (error) => log(`retention: ${String(error)}`) },
    async () => {
      if (retention.defaultDays === undefined && Object.keys(retention.daysByLogType).length === 0) return;
      for (const { logType, rows, days } of await stores.store.applyRetention({
        defaultDays: retention.defaultDays,
        byLogType: retention.daysByLogType,
      })) {
        log(`retention: ${rows} events of ${logType} over ${days} days removed`);
      }
    },
  );
}

/** The demo keeps to a folder of its own, so that simulated and real data never meet. */
export function demoDataDir(dataDir: string): string {
  return join(dataDir, '..', 'data-demo');
}
