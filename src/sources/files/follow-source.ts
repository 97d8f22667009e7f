import { randomBytes } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { matchesGlob, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrailwatchError } from '../../base/errors.ts';
import { createGatherer, type Gatherer } from '../../base/gather.ts';
import { hash128Hex } from '../../base/ids.ts';
import type { FollowedFile, FollowedFiles, PendingStretch } from '../../control/control.ts';
import type { LogType } from '../../event/log-types.ts';
import { isLogType } from '../../event/log-types.ts';
import type { Delivery, DeliveryContent, Source } from '../source.ts';
import { fingerprintBytesMax, fingerprintOf, withFile } from './fingerprint.ts';
import { nextStretch, type Stretch } from './stretch.ts';
import { type FoundFile, walk } from './walk.ts';

export interface FollowSourceOptions {
  /** The ledger's `source`, and the owner of the read positions. */
  readonly name: string;
  /** A folder, or one file. */
  readonly path: string;
  readonly positions: FollowedFiles;
  /** False: ends when everything there has been read once. */
  readonly follow: boolean;
  /** Globs over the path inside the folder; a file must match one of `include` and none of `exclude`. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  readonly pollMs?: number | undefined;
  /** A file not written to for this long is taken as complete, for now. */
  readonly settleMs?: number | undefined;
}

const defaultPollMs = 500;
const defaultSettleMs = 2_000;
const hintsTogetherMs = 50;
/** Files whose positions are written down together. */
const beginTogether = 64;
const gatherMs = 10;
/** Looking at a folder takes at most this share of the time. */
const lookingShare = 0.2;
/** A file that has been gone for this long is forgotten. */
const forgetAfterMs = 24 * 3_600_000;
const noChain = '0'.repeat(32);

/**
 * Reads a folder as it grows: new files, files that grow, rotation by renaming or by copying and truncating.
 *
 * Each stretch of a file is written to the control database before it is delivered and checked off when it is durable, so after a
 * crash the very same stretch is delivered again under the same id: nothing is lost and nothing is stored twice. A file is known by
 * its inode and its first bytes, not by its name. One stretch of a file is under way at a time.
 *
 * Lost is only what a program overwrites before it was read (truncation between two polls).
 */
export function createFollowSource(options: FollowSourceOptions): Source {
  return { name: options.name, deliveries: (signal) => new Follower(options, signal).run() };
}

interface Known {
  file: FollowedFile;
  busy: boolean;
  lastSeenMs: number;
  /** Size at which it held no records yet, only a header: it is read again from the start once it has grown. */
  emptyAt: number | undefined;
}

class Follower {
  readonly #options: FollowSourceOptions;
  readonly #signal: AbortSignal;
  readonly #byInode = new Map<string, Known>();
  readonly #finished: Gatherer<FollowedFile>;
  #wake = Promise.withResolvers<void>();

  constructor(options: FollowSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#finished = createGatherer(gatherMs, (files) => options.positions.save(files));
  }

  async *run(): AsyncIterable<Delivery> {
    const stopWatching = this.#watch();
    try {
      const files = await this.#options.positions.list(this.#options.name);
      for (const file of files) this.#remember(file);
      yield* this.#redeliver();
      while (!this.#signal.aborted) {
        this.#wake = Promise.withResolvers();
        const startedMs = performance.now();
        let found = false;
        for await (const delivery of this.#poll()) {
          found = true;
          yield delivery;
          if (this.#signal.aborted) return;
        }
        if (found) continue;
        if (!this.#options.follow && this.#allRead()) return;
        await this.#pause((performance.now() - startedMs) / lookingShare);
      }
    } finally {
      stopWatching();
    }
  }

  #remember(file: FollowedFile): Known {
    const known: Known = { file, busy: false, lastSeenMs: Date.now(), emptyAt: undefined };
    this.#byInode.set(file.inode, known);
    return known;
  }

  /** What was under way when the process ended comes first, exactly as it was. */
  async *#redeliver(): AsyncIterable<Delivery> {
    const pending = [...this.#byInode.values()].filter(({ file }) => file.pending !== null);
    if (pending.length === 0) return;
    const paths = new Map<string, string>();
    for await (const { inode, path } of walk(this.#options.path)) paths.set(inode, path);
    for (const known of pending) {
      const { file } = known;
      if (file.pending === null) continue;
      const path = paths.get(file.inode);
      const same = path !== undefined && (await isSame(file, path, file.pending.end));
      known.busy = true;
      yield this.#delivery(known, file.pending, same ? { ...file, path } : file, true, !same);
    }
  }

  async *#poll(): AsyncIterable<Delivery> {
    const now = Date.now();
    const begun: Known[] = [];
    for await (const found of walk(this.#options.path)) {
      if (found.bytes === 0) continue;
      const known = this.#byInode.get(found.inode);
      if (known !== undefined) known.lastSeenMs = now;
      if (known?.busy === true || isUnchanged(known, found)) continue;
      if (known === undefined && !this.#isWanted(found.path)) continue;
      const entry = await this.#examine(known, found);
      if (entry !== undefined) begun.push(entry);
      if (begun.length >= beginTogether) yield* this.#deliver(begun.splice(0));
    }
    yield* this.#deliver(begun);
    await this.#forgetGone(now);
  }

  /** Written down before the first of them is delivered. */
  async *#deliver(begun: readonly Known[]): AsyncIterable<Delivery> {
    if (begun.length === 0) return;
    await this.#options.positions.save(begun.map(({ file }) => file));
    for (const known of begun) {
      const { pending } = known.file;
      if (pending !== null) yield this.#delivery(known, pending, known.file, false, false);
    }
  }

  async #examine(before: Known | undefined, found: FoundFile): Promise<Known | undefined> {
    const same = before !== undefined && (await isSame(before.file, found.path, before.file.position));
    if (before !== undefined && !same) await this.#forget(before);
    const known = same ? before : undefined;
    const position = known?.file.position ?? 0;
    const quietMs = Date.now() - found.modifiedMs;
    const settled = !this.#options.follow || quietMs >= (this.#options.settleMs ?? defaultSettleMs);
    const next = await withFile(found.path, async (file) => {
      const stretch = await nextStretch(file, { position, bytes: found.bytes, settled });
      if (stretch === undefined) return undefined;
      const fingerprintBytes = Math.min(stretch.end, fingerprintBytesMax);
      return { stretch, fingerprintBytes, fingerprint: await fingerprintOf(file, fingerprintBytes) };
    });
    if (next === undefined) {
      if (known !== undefined && position === found.bytes)
        known.file = { ...known.file, modifiedMs: found.modifiedMs };
      return undefined;
    }
    return this.#begin(known, found, next);
  }

  #begin(
    known: Known | undefined,
    found: FoundFile,
    next: { stretch: Stretch; fingerprint: string; fingerprintBytes: number },
  ): Known {
    const { stretch, fingerprint, fingerprintBytes } = next;
    const continues = known !== undefined && stretch.start > 0;
    const id = known?.file.id ?? randomBytes(16).toString('hex');
    const { modifiedMs } = found;
    const pending: PendingStretch = {
      deliveryId: hash128Hex('follow', id, `${stretch.start}`, `${stretch.end}`, `${modifiedMs}`),
      end: stretch.end,
      modifiedMs,
    };
    const file: FollowedFile = {
      id,
      source: this.#options.name,
      path: found.path,
      inode: found.inode,
      fingerprint,
      fingerprintBytes,
      position: stretch.start,
      modifiedMs,
      chain: continues ? known.file.chain : noChain,
      logType: continues ? known.file.logType : '',
      pending,
    };
    const entry = known ?? this.#remember(file);
    entry.file = file;
    entry.busy = true;
    return entry;
  }

  #delivery(
    known: Known,
    pending: PendingStretch,
    file: FollowedFile,
    resumed: boolean,
    lost: boolean,
  ): Delivery {
    const { position: start, path } = file;
    const { end } = pending;
    const content: DeliveryContent = lost
      ? { kind: 'stream', stream: gone(path) }
      : { kind: 'file', path, range: { start, end } };
    return {
      source: this.#options.name,
      object: path,
      deliveryId: pending.deliveryId,
      resumed,
      modifiedMs: pending.modifiedMs,
      bytes: end - start,
      content,
      forcedType: this.#options.forcedType ?? (isLogType(file.logType) ? file.logType : undefined),
      fieldList: this.#options.fieldList,
      chain: file.chain,
      ack: async (counts, { chain, textType }) => {
        // A header alone says nothing yet: with the first records it is read again, and counts as nothing both times.
        const headerOnly = start === 0 && counts.delivered === 0;
        known.emptyAt = headerOnly ? end : undefined;
        const logType = textType ?? file.logType;
        known.file = { ...file, position: headerOnly ? 0 : end, chain, logType, pending: null };
        if (lost) await this.#forget(known);
        else await this.#finished.add(known.file);
        known.busy = false;
        this.#wake.resolve();
      },
    };
  }

  #isWanted(path: string): boolean {
    const { path: root, include, exclude = [] } = this.#options;
    const name = (relative(root, path) || path).split(sep).join('/');
    const matches = (glob: string) => matchesGlob(name, glob) || matchesGlob(name, `**/${glob}`);
    return (include === undefined || include.some(matches)) && !exclude.some(matches);
  }

  #allRead(): boolean {
    return [...this.#byInode.values()].every(({ busy }) => !busy);
  }

  async #forget(known: Known): Promise<void> {
    if (this.#byInode.get(known.file.inode) === known) this.#byInode.delete(known.file.inode);
    await this.#options.positions.forget([known.file.id]);
  }

  async #forgetGone(now: number): Promise<void> {
    for (const known of this.#byInode.values()) {
      if (!known.busy && now - known.lastSeenMs > forgetAfterMs) await this.#forget(known);
    }
  }

  /** Until the next poll, an acknowledgement, a hint from the file system, or the end. */
  async #pause(restMs: number): Promise<void> {
    const timer = new AbortController();
    const stop = () => timer.abort();
    this.#signal.addEventListener('abort', stop, { once: true });
    const pollMs = this.#options.pollMs ?? defaultPollMs;
    const wait = (ms: number) => sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    // Hints come by the thousand while a program writes: they are taken together.
    await wait(Math.max(Math.min(pollMs, hintsTogetherMs), restMs));
    await Promise.race([wait(pollMs), this.#wake.promise]);
    this.#signal.removeEventListener('abort', stop);
    timer.abort();
  }

  /** Only a hint that makes things faster: polling finds everything, also where the file system reports nothing. */
  #watch(): () => void {
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(this.#options.path, { persistent: false }, () => this.#wake.resolve());
      watcher.on('error', () => watcher?.close());
    } catch {
      watcher = undefined;
    }
    return () => watcher?.close();
  }
}

function isUnchanged(known: Known | undefined, found: FoundFile): boolean {
  if (known === undefined) return false;
  const { position, modifiedMs } = known.file;
  return known.emptyAt === found.bytes || (found.bytes === position && found.modifiedMs === modifiedMs);
}

/** The file at the path begins as the known one did and reaches as far. */
async function isSame(known: FollowedFile, path: string, reaches: number): Promise<boolean> {
  const same = await withFile(path, async (file) => {
    const { size } = await file.stat();
    return size >= reaches && (await fingerprintOf(file, known.fingerprintBytes)) === known.fingerprint;
  });
  return same === true;
}

async function* gone(path: string): AsyncIterable<Uint8Array> {
  yield* [];
  throw new TrailwatchError(
    'TW_INPUT_UNREADABLE',
    `${path} was removed or overwritten before it was read to its end`,
  );
}
