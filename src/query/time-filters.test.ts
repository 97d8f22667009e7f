import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeFilters } from './time-filters.ts';

test('a range becomes a filter on every table that stores', () => {
  const filters = String(
    timeFilters('db', { from: '2026-11-20T12:30:00Z', to: '2026-11-20T13:00:00+01:00' }),
  );
  assert.match(
    filters,
    /'db\.events':'time >= fromUnixTimestamp64Milli\(toInt64\(1795177800000\)\) AND time < /,
  );
  assert.match(filters, /'db\.ledger_entries':'hour >= fromUnixTimestamp64Milli\(toInt64\(1795176000000\)\)/);
  assert.equal(timeFilters('db', {}), undefined);
  assert.throws(() => timeFilters('db', { to: "'; DROP" }), { code: 'TW_USAGE' });
});
