import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { controlContract } from '../../../test/contracts/control.contract.ts';
import { openSqliteControl } from './open-sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailwatch-control-'));
after(() => rmSync(folder, { recursive: true, force: true }));

controlContract('SQLite', (place) => openSqliteControl(join(folder, place)));

test('the file belongs to its owner alone', async () => {
  const control = await openSqliteControl(join(folder, 'mode'));
  await control.runs.open('key', '');
  for (const name of ['control.sqlite', 'control.sqlite-wal', 'control.sqlite-shm']) {
    assert.equal(statSync(join(folder, 'mode', name)).mode & 0o777, 0o600, name);
  }
  await control.close();
});

test('a newer schema is refused and left alone', async () => {
  const place = join(folder, 'newer');
  await (await openSqliteControl(place)).close();
  const database = new DatabaseSync(join(place, 'control.sqlite'));
  database.exec("INSERT INTO migrations VALUES (999, 'from the future', 0)");
  database.close();
  await assert.rejects(openSqliteControl(place), { code: 'TW_STORE_NEWER', message: /schema 999/ });
});

test('a file that is no database is named as damaged', async () => {
  const place = join(folder, 'damaged');
  await (await openSqliteControl(place)).close();
  writeFileSync(join(place, 'control.sqlite'), 'this is not a database, '.repeat(100));
  await assert.rejects(openSqliteControl(place), { code: 'TW_STORE_CORRUPT' });
});

test('a data directory that is a file is refused', async () => {
  const place = join(folder, 'file');
  writeFileSync(place, '');
  await assert.rejects(openSqliteControl(place), { code: 'TW_STORE_PERMISSION' });
});

test('writes survive closing and opening in WAL mode with full synchronisation', async () => {
  const place = join(folder, 'wal');
  const control = await openSqliteControl(place);
  const database = new DatabaseSync(join(place, 'control.sqlite'));
  assert.deepEqual({ ...database.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
  database.close();
  await control.close();
});
