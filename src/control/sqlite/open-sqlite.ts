import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { TrailwatchError } from '../../base/errors.ts';
import type { Control } from '../control.ts';
import { createFollowedFiles } from '../followed-files.ts';
import { migrate } from '../migrations.ts';
import { createRuns } from '../runs.ts';
import type { ControlTables } from '../schema.ts';
import { createTokens } from '../tokens.ts';
import { codedSqliteError } from './errors.ts';
import { adaptNodeSqlite } from './node-sqlite.ts';

const busyTimeoutMs = 5_000;

/**
 * Opens `<dataDir>/control.sqlite`, creating the folder and the file (readable by its owner only) where they are missing.
 * Throws TW_STORE_NEWER, TW_STORE_PERMISSION, TW_STORE_CORRUPT, TW_STORE_LOCKED or TW_STORE_FULL.
 */
export async function openSqliteControl(dataDir: string): Promise<Control> {
  const path = join(dataDir, 'control.sqlite');
  const database = openFile(dataDir, path);
  const db = new Kysely<ControlTables>({
    dialect: new SqliteDialect({ database: adaptNodeSqlite(database) }),
  });
  const coded = codedCalls(path);
  try {
    await migrate(db, path);
  } catch (error) {
    await db.destroy();
    throw codedSqliteError(error, path);
  }
  return {
    runs: coded(createRuns(db)),
    followedFiles: coded(createFollowedFiles(db)),
    tokens: coded(createTokens(db)),
    close: () => db.destroy(),
  };
}

function openFile(dataDir: string, path: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // SQLite gives its -wal and -shm files the mode of the database file.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (cause) {
    throw new TrailwatchError('TW_STORE_PERMISSION', `${path} cannot be created or opened`, {
      hint: 'Check that the data directory is a folder you own, and that the disk is not full.',
      cause,
    });
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    return database;
  } catch (error) {
    database?.close();
    throw codedSqliteError(error, path);
  }
}

/** Wraps each method so that what SQLite throws comes out coded. */
function codedCalls(path: string) {
  return <T extends object>(methods: T): T =>
    new Proxy(methods, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          try {
            return await Reflect.apply(method, target, args);
          } catch (error) {
            throw codedSqliteError(error, path);
          }
        };
      },
    });
}
