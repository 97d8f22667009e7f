import type { DeliveryCounts } from '../event/delivery-counts.ts';

/**
 * The control plane: what has been read and how far, so that a process killed at any instant goes on where it was.
 * Small and durable: each call has reached the disk when its promise resolves. Every method throws TrailwatchError.
 */
export interface Control {
  readonly runs: Runs;
  readonly followedFiles: FollowedFiles;
  readonly tokens: Tokens;
  close(): Promise<void>;
}

/** One-shot ingest runs. A run that was killed is still open, and the same arguments open it again. */
export interface Runs {
  /** The open run of this key, or a new one. */
  open(key: string, description: string): Promise<Run>;
  /** Remembers that these deliveries are durable. Recording one again changes nothing. */
  recordFinished(runId: string, deliveries: readonly FinishedDelivery[]): Promise<void>;
  /** Closes the run and forgets its deliveries, whose sum is `counts`. The same arguments then open a new run. */
  close(runId: string, counts: DeliveryCounts): Promise<void>;
}

export interface Run {
  /** 32 hex digits, different for each run. */
  readonly id: string;
  /** True where an earlier process left it open: parts of any delivery may have been committed. */
  readonly resumed: boolean;
  readonly startedMs: number;
  readonly finished: ReadonlyMap<string, FinishedDelivery>;
}

export interface FinishedDelivery {
  readonly deliveryId: string;
  readonly object: string;
  readonly counts: DeliveryCounts;
}

/** How far each file of a watched folder has been read. */
export interface FollowedFiles {
  list(source: string): Promise<readonly FollowedFile[]>;
  /** Inserts or replaces, by id, all or none. */
  save(files: readonly FollowedFile[]): Promise<void>;
  forget(ids: readonly string[]): Promise<void>;
}

export interface FollowedFile {
  /** 32 hex digits. */
  readonly id: string;
  readonly source: string;
  /** Where it was last seen; a rotated file changes its path and stays the same file. */
  readonly path: string;
  /** `device:inode`, as far as the file system has them. */
  readonly inode: string;
  /** Hash over the first `fingerprintBytes` bytes: tells a file from another that got its inode. */
  readonly fingerprint: string;
  readonly fingerprintBytes: number;
  /** All bytes before this have been committed. */
  readonly position: number;
  /** Modification time when last read to its end, ms since 1970. */
  readonly modifiedMs: number;
  /** Identity chain of the records before `position`, 32 hex digits. */
  readonly chain: string;
  /** Text format of the records so far; '' where it must be detected again. */
  readonly logType: string;
  /** The stretch that is being committed: after a crash it is delivered again exactly so. */
  readonly pending: PendingStretch | null;
}

export interface PendingStretch {
  readonly deliveryId: string;
  readonly end: number;
  readonly modifiedMs: number;
}

/** Access tokens by name, as hashes only. */
export interface Tokens {
  tokenHash(name: string): Promise<string | undefined>;
  /** Inserts or replaces. */
  saveTokenHash(name: string, hash: string): Promise<void>;
}
