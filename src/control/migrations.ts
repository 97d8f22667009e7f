import { sql } from 'kysely';
import { TrailwatchError } from '../base/errors.ts';
import type { ControlDatabase } from './schema.ts';

interface Migration {
  readonly name: string;
  up(db: ControlDatabase): Promise<void>;
}

/** Number 1 is the first. Released migrations never change; new ones go to the end. */
const migrations: readonly Migration[] = [
  { name: 'runs and followed files', up: createRunsAndFollowedFiles },
  { name: 'tokens', up: createTokenTable },
];

export const newestMigration = migrations.length;

/** Brings the database to the newest schema, one transaction a step. Throws TW_STORE_NEWER where it is already past that. */
export async function migrate(db: ControlDatabase, place: string): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_ms', 'bigint', (column) => column.notNull())
    .execute();
  const { applied } = await db
    .selectFrom('migrations')
    .select(({ fn }) => fn.max('number').as('applied'))
    .executeTakeFirstOrThrow();
  if ((applied ?? 0) > newestMigration) {
    throw new TrailwatchError(
      'TW_STORE_NEWER',
      `${place} has schema ${applied}, and this Trailwatch knows up to ${newestMigration}`,
      { hint: 'Update Trailwatch, or use another data directory.' },
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < (applied ?? 0)) continue;
    await db.transaction().execute(async (transaction) => {
      await migration.up(transaction);
      await transaction
        .insertInto('migrations')
        .values({ number: index + 1, name: migration.name, applied_ms: Date.now() })
        .execute();
    });
  }
}

async function createRunsAndFollowedFiles(db: ControlDatabase): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('started_ms', 'bigint', (column) => column.notNull())
    .addColumn('closed_ms', 'bigint')
    .addColumn('counts', 'text')
    .execute();
  // At most one open run a key: two processes that start the same run cannot both own it.
  await db.schema
    .createIndex('runs_open_key')
    .on('runs')
    .column('key')
    .where(sql.ref('state'), '=', 'open')
    .unique()
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('delivery_id', 'text', (column) => column.notNull())
    .addColumn('object', 'text', (column) => column.notNull())
    .addColumn('counts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('deliveries_key', ['run_id', 'delivery_id'])
    .execute();
  await db.schema
    .createTable('followed_files')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('inode', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('fingerprint_bytes', 'bigint', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('log_type', 'text', (column) => column.notNull())
    .addColumn('pending_delivery_id', 'text')
    .addColumn('pending_end', 'bigint')
    .addColumn('pending_modified_ms', 'bigint')
    .execute();
  await db.schema.createIndex('followed_files_source').on('followed_files').column('source').execute();
}

async function createTokenTable(db: ControlDatabase): Promise<void> {
  await db.schema
    .createTable('tokens')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('saved_ms', 'bigint', (column) => column.notNull())
    .execute();
}
