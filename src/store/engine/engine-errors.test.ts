import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClickHouseError } from '@clickhouse/client';
import { TrailwatchError } from '../../base/errors.ts';
import { directoryError, engineError, startError } from './engine-errors.ts';
import { findEngineLibrary } from './library.ts';

const clickhouse = (code: string, message = 'words (version 1.2)\nstack'): ClickHouseError =>
  new ClickHouseError({ code, message, type: 'TYPE' });

test('what the engine says becomes one of our codes', () => {
  const codes = ['243', '40', '241', '252', '516', '60'].map(
    (code) => engineError(clickhouse(code), 'doing').code,
  );
  assert.deepEqual(codes, [
    'TW_STORE_FULL',
    'TW_STORE_CORRUPT',
    'TW_ENGINE_UNAVAILABLE',
    'TW_ENGINE_UNAVAILABLE',
    'TW_CONFIG_INVALID',
    'TW_INTERNAL',
  ]);
  assert.equal(engineError(clickhouse('60'), 'doing').message, 'doing: words');
  assert.equal(engineError(clickhouse('1001', 'write: No space left on device'), 'x').code, 'TW_STORE_FULL');
  assert.equal(engineError(new Error('socket hang up'), 'x').retryable, true);
  const own = new TrailwatchError('TW_NOT_FOUND', 'x');
  assert.equal(engineError(own, 'x'), own);
});

test('what keeps the engine from starting becomes one of our codes', () => {
  const table = {
    'Another server instance in same directory is already running': 'TW_STORE_LOCKED',
    'Cannot open file: errno: 28, strerror: No space left on device': 'TW_STORE_FULL',
    'filesystem error: Permission denied ["/data"]': 'TW_STORE_PERMISSION',
    'filesystem error: Read-only file system': 'TW_STORE_PERMISSION',
    'Code: 246. DB::Exception: (CORRUPTED_DATA)': 'TW_STORE_CORRUPT',
    'Code: 62. DB::Exception: Syntax error (in file x.sql) (SYNTAX_ERROR)': 'TW_STORE_CORRUPT',
    'something else': undefined,
  };
  for (const [text, code] of Object.entries(table)) assert.equal(startError(text, '/data')?.code, code, text);
  assert.equal(directoryError(new Error('ENOSPC: no space'), '/data').code, 'TW_STORE_FULL');
  assert.equal(directoryError(new Error('EACCES: permission denied'), '/data').code, 'TW_STORE_PERMISSION');
});

test('a platform without the engine is told where to go', () => {
  assert.throws(() => findEngineLibrary('win32-x64'), { code: 'TW_ENGINE_UNSUPPORTED', hint: /engine\.url/ });
  assert.throws(() => findEngineLibrary('constructor'), { code: 'TW_ENGINE_UNSUPPORTED' });
});
