import type { Selectable } from 'kysely';
import type { FollowedFile, FollowedFiles } from './control.ts';
import type { ControlDatabase, ControlTables } from './schema.ts';

type Row = Selectable<ControlTables['followed_files']>;

export function createFollowedFiles(db: ControlDatabase): FollowedFiles {
  return {
    async list(source) {
      const rows = await db
        .selectFrom('followed_files')
        .selectAll()
        .where('source', '=', source)
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },

    async save(files) {
      await db.transaction().execute(async (transaction) => {
        for (const file of files) {
          const row = toRow(file);
          await transaction
            .insertInto('followed_files')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute();
        }
      });
    },

    async forget(ids) {
      await db.transaction().execute(async (transaction) => {
        for (const id of ids) await transaction.deleteFrom('followed_files').where('id', '=', id).execute();
      });
    },
  };
}

function toRow(file: FollowedFile): Row {
  return {
    id: file.id,
    source: file.source,
    path: file.path,
    inode: file.inode,
    fingerprint: file.fingerprint,
    fingerprint_bytes: file.fingerprintBytes,
    position: file.position,
    modified_ms: file.modifiedMs,
    chain: file.chain,
    log_type: file.logType,
    pending_delivery_id: file.pending?.deliveryId ?? null,
    pending_end: file.pending?.end ?? null,
    pending_modified_ms: file.pending?.modifiedMs ?? null,
  };
}

function fromRow(row: Row): FollowedFile {
  return {
    id: row.id,
    source: row.source,
    path: row.path,
    inode: row.inode,
    fingerprint: row.fingerprint,
    fingerprintBytes: row.fingerprint_bytes,
    position: row.position,
    modifiedMs: row.modified_ms,
    chain: row.chain,
    logType: row.log_type,
    pending:
      row.pending_delivery_id === null
        ? null
        : {
            deliveryId: row.pending_delivery_id,
            end: row.pending_end ?? 0,
            modifiedMs: row.pending_modified_ms ?? 0,
          },
  };
}
