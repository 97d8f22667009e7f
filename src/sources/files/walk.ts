import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  readonly path: string;
  /** Size and time of writing; 0 and 0 where it cannot be looked at: reading it then says why. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** `device:inode`. */
  readonly inode: string;
}

/** Folders inside folders. Deeper ones are left out: nobody's logs are there, and a file system that lies about links ends here. */
const depthMax = 64;

/**
 * A file itself, or the files of a folder and of the folders in it, sorted by name. Each folder is walked once, so links cannot loop.
 * In folders, names that begin with a dot are left out, and so is what is no regular file; a path that was named is always read.
 * What cannot be opened is found all the same: reading it makes the dead letter that tells of it.
 */
export async function* walk(path: string): AsyncIterable<FoundFile> {
  const stats = await statOrUndefined(path);
  if (stats?.isDirectory() === true) yield* walkFolder(path, new Set([inodeOf(stats)]), 0);
  else yield found(path, stats);
}

async function* walkFolder(folder: string, walked: Set<string>, depth: number): AsyncIterable<FoundFile> {
  const entries = await entriesOf(folder);
  if (entries === undefined) {
    yield found(folder, undefined);
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const isLink = entry.isSymbolicLink();
    if (!isLink && !entry.isDirectory() && !entry.isFile()) continue;
    const stats = await statOrUndefined(path);
    if (stats?.isDirectory() === true) {
      if (walked.has(inodeOf(stats)) || depth + 1 >= depthMax) continue;
      walked.add(inodeOf(stats));
      yield* walkFolder(path, walked, depth + 1);
    } else if (stats === undefined || stats.isFile()) {
      yield found(path, stats);
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  } catch {
    return undefined;
  }
}

async function statOrUndefined(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

function found(path: string, stats: Stats | undefined): FoundFile {
  if (stats === undefined) return { path, bytes: 0, modifiedMs: 0, inode: '' };
  return {
    path,
    bytes: stats.isFile() ? stats.size : 0,
    modifiedMs: Math.trunc(stats.mtimeMs),
    inode: inodeOf(stats),
  };
}

function inodeOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}
