import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { TrailwatchError } from '../../base/errors.ts';
import { openClient } from './clients.ts';
import { defaultDatabase, type Engine, type EngineHealth, type EngineLog } from './engine.ts';
import { doorHeader, type EmbeddedCluster, engineConfigXml, engineUsersXml } from './engine-config.ts';
import { directoryError, engineError, isPortTaken, startError } from './engine-errors.ts';
import { EngineProcess } from './engine-process.ts';
import { findEngineLibrary } from './library.ts';

export interface EmbeddedEngineOptions {
  /** The engine keeps everything in `engine/` below it. */
  readonly dataDir: string;
  readonly memoryBytesMax?: number | undefined;
  readonly threadsMax?: number | undefined;
  readonly queryTimeMsMax?: number | undefined;
  readonly log: EngineLog;
  /** Makes this node a shard of a cluster of embedded nodes on this machine. */
  readonly cluster?: (EmbeddedCluster & { readonly nativePort: number }) | undefined;
}

const gibibyte = 1024 ** 3;
const lockWaitMs = 3000;
const restartDelayMsMax = 30_000;
const probeEveryMs = 10_000;
const probeFailuresMax = 6;

/**
 * Starts the engine as a child process and keeps it running: after a crash it is started again, with backoff, until `close`.
 * Throws TW_STORE_LOCKED, TW_STORE_FULL, TW_STORE_PERMISSION, TW_STORE_CORRUPT or TW_ENGINE_UNSUPPORTED where it cannot start.
 */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const engine = new EmbeddedEngine(options, findEngineLibrary());
  await engine.start();
  return engine;
}

export class EmbeddedEngine implements Engine {
  readonly database = defaultDatabase;
  readonly cluster: string | null;
  readonly #options: EmbeddedEngineOptions;
  readonly #library: string;
  readonly #home: string;
  /** Configuration of this very start: another process that finds the directory in use must not have touched ours. */
  readonly #run: string;
  readonly #secrets: { readonly app: string; readonly people: string; readonly door: string };
  readonly #closing = new AbortController();
  #process: EngineProcess | undefined;
  #clients: { readonly app: ClickHouseClient; readonly people: ClickHouseClient } | undefined;
  #httpPort = 0;
  #restarts = 0;
  #problem = 'starting';
  #supervision: Promise<void> | undefined;

  constructor(options: EmbeddedEngineOptions, library: string) {
    this.#options = options;
    this.#library = library;
    this.#home = join(options.dataDir, 'engine');
    this.#run = join(this.#home, 'run', randomBytes(8).toString('hex'));
    this.cluster = options.cluster?.name ?? null;
    const { cluster } = options;
    this.#secrets = {
      app: cluster?.appPassword ?? randomBytes(24).toString('hex'),
      people: cluster?.peoplePassword ?? randomBytes(24).toString('hex'),
      door: cluster?.doorKey ?? randomBytes(24).toString('hex'),
    };
  }

  get app(): ClickHouseClient {
    return this.#open().app;
  }

  get people(): ClickHouseClient {
    return this.#open().people;
  }

  get nodes(): readonly ClickHouseClient[] {
    return [this.app];
  }

  /** Where it listens, on loopback. */
  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  /** Of the child process that serves now; for tests and diagnosis. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(): Promise<void> {
    await this.#prepare();
    const deadline = Date.now() + lockWaitMs;
    for (;;) {
      try {
        await this.#launch();
        break;
      } catch (error) {
        // The child of a parent that was just killed may need a moment to go.
        const mayPass = error instanceof TrailwatchError && error.code === 'TW_STORE_LOCKED';
        if (!mayPass || Date.now() > deadline) {
          await rm(this.#run, { recursive: true, force: true });
          throw error;
        }
        await sleep(100);
      }
    }
    await this.#removeOldRuns();
    this.#supervision = this.#supervise();
  }

  async health(): Promise<EngineHealth> {
    const base = { version: '', restarts: this.#restarts };
    if (this.#clients === undefined) return { ...base, ready: false, reason: 'closed' };
    if (this.#problem !== '') return { ...base, ready: false, reason: this.#problem };
    try {
      const answer = await this.app.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
      const [row] = await answer.json<{ version: string }>();
      return { ...base, ready: true, reason: '', version: row?.version ?? '' };
    } catch (error) {
      return { ...base, ready: false, reason: engineError(error, 'asking the engine').message };
    }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    const clients = this.#clients;
    this.#clients = undefined;
    await this.#process?.stop();
    await this.#supervision;
    await Promise.all([clients?.app.close(), clients?.people.close()]);
    await rm(this.#run, { recursive: true, force: true });
  }

  #open(): { readonly app: ClickHouseClient; readonly people: ClickHouseClient } {
    if (this.#clients === undefined) {
      throw new TrailwatchError('TW_ENGINE_UNAVAILABLE', 'The engine is closed.');
    }
    return this.#clients;
  }

  async #prepare(): Promise<void> {
    const { cluster } = this.#options;
    const threadsMax = this.#options.threadsMax ?? availableParallelism();
    const memoryBytesMax =
      this.#options.memoryBytesMax ?? Math.min(4 * gibibyte, Math.max(gibibyte, Math.floor(totalmem() / 4)));
    const config = {
      dataPath: join(this.#home, 'data'),
      logPath: join(this.#home, 'engine.log'),
      usersPath: join(this.#run, 'users.xml'),
      database: this.database,
      memoryBytesMax,
      threadsMax,
      appPassword: this.#secrets.app,
      peoplePassword: this.#secrets.people,
      doorKey: this.#secrets.door,
      people: {
        timeMsDefault: this.#options.queryTimeMsMax ?? 60_000,
        timeMsMax: 10 * 60_000,
        memoryBytesMax: Math.floor(memoryBytesMax / 2),
        threadsMax,
      },
      cluster,
    };
    try {
      await mkdir(config.dataPath, { recursive: true });
      await mkdir(this.#run, { recursive: true });
      await chmod(this.#home, 0o700);
      await writeFile(config.usersPath, engineUsersXml(config), { mode: 0o600 });
      await writeFile(join(this.#run, 'config.xml'), engineConfigXml(config), { mode: 0o600 });
    } catch (error) {
      throw directoryError(error, this.#options.dataDir);
    }
  }

  /** The engine holds the directory's lock by now, so whatever else lies there belongs to processes that are gone. */
  async #removeOldRuns(): Promise<void> {
    const runs = join(this.#home, 'run');
    const old = (await readdir(runs)).filter((name) => join(runs, name) !== this.#run);
    await Promise.all(old.map((name) => rm(join(runs, name), { recursive: true, force: true })));
  }

  async #launch(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const httpPort = this.#httpPort === 0 ? await freePort() : this.#httpPort;
      const child = EngineProcess.spawn(this.#library, this.#arguments(httpPort));
      this.#process = child;
      if (this.#closing.signal.aborted) await child.stop();
      const ready = await child.untilReady(httpPort);
      if (ready) {
        if (httpPort !== this.#httpPort) await this.#connect(httpPort);
        this.#problem = '';
        return;
      }
      this.#httpPort = 0;
      if (isPortTaken(child.stderr) && attempt < 5) continue;
      throw (
        startError(child.stderr, this.#options.dataDir) ??
        new TrailwatchError(
          'TW_ENGINE_UNAVAILABLE',
          `The embedded engine did not start: ${child.stderr.trim().slice(-500) || 'it said nothing'}`,
          { hint: `See ${join(this.#home, 'engine.log')}.` },
        )
      );
    }
  }

  #arguments(httpPort: number): readonly string[] {
    const nativePort = this.#options.cluster?.nativePort;
    const native = nativePort === undefined ? '' : 'SYSTEM START LISTEN TCP; ';
    return [
      `--config-file=${join(this.#run, 'config.xml')}`,
      `--path=${join(this.#home, 'data')}`,
      `--http_port=${httpPort}`,
      ...(nativePort === undefined ? [] : [`--tcp_port=${nativePort}`]),
      '--listen_host=127.0.0.1',
      '--log-level=warning',
      '--multiquery',
      '--query',
      // The engine serves for as long as its first query runs: this one takes three years.
      `SYSTEM START LISTEN HTTP; ${native}SELECT sleepEachRow(1) FROM numbers(100000000) ` +
        'SETTINGS max_block_size=1, function_sleep_max_microseconds_per_block=0, max_execution_time=0 FORMAT Null',
    ];
  }

  async #connect(httpPort: number): Promise<void> {
    const before = this.#clients;
    this.#httpPort = httpPort;
    const { url } = this;
    const headers = { [doorHeader]: this.#secrets.door };
    const { app, people } = this.#secrets;
    this.#clients = {
      app: openClient({ url, headers, username: 'trailwatch', password: app }),
      people: openClient({
        url,
        headers,
        username: 'people',
        password: people,
        database: this.database,
        connectionsMax: 8,
      }),
    };
    await Promise.all([before?.app.close(), before?.people.close()]);
  }

  async #supervise(): Promise<void> {
    const { log } = this.#options;
    const { signal } = this.#closing;
    let delayMs = 100;
    while (!signal.aborted) {
      const child = this.#process;
      if (child !== undefined && this.#problem === '') {
        const startedAt = Date.now();
        await this.#watch(child);
        if (signal.aborted) return;
        if (Date.now() - startedAt > restartDelayMsMax) delayMs = 100;
        this.#problem = `the engine ended unexpectedly (${child.exit})`;
        log('error', `${this.#problem}; starting it again`);
      }
      await sleep(delayMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, restartDelayMsMax);
      if (signal.aborted) return;
      try {
        this.#restarts += 1;
        await this.#launch();
        log('info', 'the engine runs again');
      } catch (error) {
        this.#problem = engineError(error, 'starting the engine').message;
        log('error', this.#problem);
      }
    }
  }

  /** Resolves when the child has ended; ends it where it does not answer for a minute. */
  async #watch(child: EngineProcess): Promise<void> {
    let failures = 0;
    const probe = async (): Promise<void> => {
      failures = (await child.answers(this.#httpPort, probeEveryMs / 2)) ? 0 : failures + 1;
      if (failures >= probeFailuresMax) child.kill();
    };
    const timer = setInterval(() => {
      void probe();
    }, probeEveryMs);
    timer.unref();
    await child.ended;
    clearInterval(timer);
  }
}

/** A port free at this moment; whoever takes it before us is met with another try. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => {
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return promise;
}
