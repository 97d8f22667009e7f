import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const entry = fileURLToPath(
  new URL(`engine-child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);
const stderrBytesMax = 16 * 1024;
const readyWithinMs = 120_000;

/** One run of the engine's process. It ends when `stop` or `kill` is called, when this process ends, or by itself. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<void>;
  /** The end of what it wrote to standard error. */
  stderr = '';
  /** How it ended, for people; '' while it runs. */
  exit = '';

  static spawn(library: string, args: readonly string[]): EngineProcess {
    return new EngineProcess(
      spawn(process.execPath, [entry, library, ...args], {
        stdio: ['pipe', 'ignore', 'pipe'],
        // Its own process group: Ctrl-C reaches us alone, and we drain before the engine goes.
        detached: true,
        // The engine needs nothing of our environment, which may hold secrets.
        env: { PATH: process.env['PATH'], TZ: 'UTC', HOME: '/nonexistent' },
      }),
    );
  }

  constructor(child: ChildProcess) {
    this.#child = child;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    child.stdin?.on('error', () => {
      // EPIPE: the child has gone, which 'close' reports.
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-stderrBytesMax);
    });
    child.once('error', (error) => {
      this.exit = error.message;
      resolve();
    });
    child.once('close', (code, signal) => {
      this.exit = signal ?? `code ${code}`;
      resolve();
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** False where it ended before it served. */
  async untilReady(httpPort: number): Promise<boolean> {
    const deadline = Date.now() + readyWithinMs;
    while (this.exit === '' && Date.now() < deadline) {
      if (await this.answers(httpPort, 2000)) return this.exit === '';
      await Promise.race([sleep(20), this.ended]);
    }
    this.kill();
    await this.ended;
    return false;
  }

  async answers(httpPort: number, withinMs: number): Promise<boolean> {
    try {
      const answer = await fetch(`http://127.0.0.1:${httpPort}/ping`, {
        signal: AbortSignal.timeout(withinMs),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.ended;
  }
}
