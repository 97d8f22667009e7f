import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { ClickHouseError } from '@clickhouse/client';
import { TrailwatchError } from '../../src/base/errors.ts';
import { runQuery, streamQuery } from '../../src/query/run-query.ts';
import { openStoreOn } from '../../src/store/open-store.ts';
import { attacks, harmless, refused, shapes } from './people-sql-attacks.ts';
import { isTrailwatchError } from '../support/errors.ts';
import { makeChunk, makeDeadLetter, noonMs, type OpenedEngine, select } from '../support/store-fixtures.ts';

const secret = 'TW-SECRET-';

/** What people's SQL can and cannot do, the same on every engine. The attacks go straight to the engine, past our own check. */
export function peopleSqlContract(
  name: string,
  skip: string | false,
  open: () => Promise<OpenedEngine>,
): void {
  suite(`${name} confines people's SQL`, { skip }, () => {
    let opened: OpenedEngine;

    before(async () => {
      opened = await open();
      const store = await openStoreOn(opened.engine);
      const events = Array.from({ length: 10 }, (_, n) => ({
        id: `e${n}`,
        raw: JSON.stringify({
          eventName: n % 2 === 0 ? 'Get' : 'Put',
          n,
          big: 9_007_199_254_740_993n.toString(),
        }),
        columns: { time: noonMs + n * 60_000, operation: n % 2 === 0 ? 'Get' : 'Put', bytes: n },
        findings: n === 0 ? ['rule'] : [],
      }));
      await store.commit([makeChunk({ delivery: 'people', events, deadLetters: [makeDeadLetter('x')] })]);
      await opened.engine.app.command({
        query: `CREATE TABLE ${opened.engine.database}.hidden (a String) ENGINE = MergeTree ORDER BY a`,
      });
      await opened.engine.app.command({
        query: `INSERT INTO ${opened.engine.database}.hidden VALUES ('${secret}' || 'table')`,
      });
    });
    after(async () => {
      await opened.dispose();
    });

    /** Straight to the engine as the people's user, whatever the text. */
    const direct = async (query: string, settings: Record<string, string | number> = {}): Promise<string> => {
      assert.ok(opened.engine.people);
      const { stream } = await opened.engine.people.exec({ query, clickhouse_settings: settings });
      return await text(stream);
    };
    const run = async (query: string, more: object = {}): Promise<unknown[][]> =>
      (await runQuery(opened.engine, { query, lang: 'sql', ...more })).rows;

    test('our tables are read by their plain names', async () => {
      assert.deepEqual(await run('SELECT count() FROM events'), [[10]]);
      assert.deepEqual(await run('SELECT rule FROM findings;'), [['rule']]);
      assert.deepEqual(await run('SELECT rule, status FROM alerts'), [['rule', 'open']]);
      assert.deepEqual(await run('SELECT sum(delivered) FROM ledger'), [[11]]);
      assert.deepEqual(await run('SELECT bytes FROM dead_letters'), [['x']]);
      assert.deepEqual(
        await run('SELECT event.eventName AS name, count() FROM events GROUP BY name ORDER BY name -- done'),
        [
          ['Get', 5],
          ['Put', 5],
        ],
      );
      assert.deepEqual(
        await run(
          'WITH f AS (SELECT arrayJoin(event_ids) AS id FROM findings) SELECT time FROM events WHERE event_id IN (SELECT id FROM f)',
        ),
        [['2026-11-20T12:00:00.000Z']],
      );
      assert.deepEqual(
        await run(
          'SELECT e.event_id, f.rule FROM events AS e JOIN findings AS f ON e.event_id = f.event_ids[1]',
        ),
        [['e0', 'rule']],
      );
    });

    test('numbers are exact and the answer is described', async () => {
      const result = await runQuery(opened.engine, {
        query:
          'SELECT 18446744073709551615 AS big, -9007199254740993 AS low, 1 AS one, [9007199254740993] AS list',
        lang: 'sql',
      });
      assert.deepEqual(result.rows, [['18446744073709551615', '-9007199254740993', 1, ['9007199254740993']]]);
      assert.deepEqual(result.columns[0], { name: 'big', type: 'UInt64' });
      assert.equal(result.truncated, false);
      assert.deepEqual(Object.keys(result.stats), ['rows_read', 'bytes_read', 'elapsed_ms']);
    });

    test('a time range holds in every corner of the query', async () => {
      const range = { from: '2026-11-20T12:02:00Z', to: '2026-11-20T12:05:00Z' };
      assert.deepEqual(await run('SELECT count() FROM events', range), [[3]]);
      assert.deepEqual(await run('SELECT count() FROM (SELECT * FROM events AS e)', range), [[3]]);
      assert.deepEqual(await run('SELECT count() FROM findings', range), [[0]]);
      assert.deepEqual(await run('SELECT count() FROM alerts', range), [[0]]);
      assert.deepEqual(await run('SELECT sum(stored) FROM ledger', range), [[10]]);
      assert.deepEqual(await run('SELECT count() FROM events AS a, events AS b', range), [[9]]);
      await assert.rejects(run('SELECT 1', { from: 'yesterday' }), { code: 'TW_USAGE' });
    });

    test('more rows than the limit are cut and said to be', async () => {
      const query = 'SELECT event_id FROM events ORDER BY time';
      const cut = await runQuery(opened.engine, { query, lang: 'sql', limit: 3 });
      assert.deepEqual([cut.rows, cut.truncated], [[['e0'], ['e1'], ['e2']], true]);
      const whole = await runQuery(opened.engine, { query, lang: 'sql', limit: 10 });
      assert.deepEqual([whole.rows.length, whole.truncated], [10, false]);
      await assert.rejects(run(query, { limit: 0 }), { code: 'TW_USAGE' });
    });

    test('an export streams rows, and errors on the way are errors', async () => {
      const rows: unknown[][] = [];
      const all = await streamQuery(opened.engine, {
        query: 'SELECT number FROM numbers(200000)',
        lang: 'sql',
      });
      for await (const row of all.rows) rows.push(row);
      assert.equal(rows.length, 200_000);
      const failing = await streamQuery(opened.engine, {
        query: 'SELECT number, throwIf(number = 300000) FROM numbers(5000000)',
        lang: 'sql',
      });
      await assert.rejects(Array.fromAsync(failing.rows), { code: 'TW_QUERY_FAILED' });
    });

    test('reading no further stops the engine', async () => {
      const endless = await streamQuery(opened.engine, {
        query: 'SELECT number FROM numbers(1000000000000)',
        lang: 'sql',
      });
      for await (const [value] of endless.rows) if (value === 1000) break;
      await nothingRuns();
    });

    test('cancelling stops the engine', async () => {
      const stop = new AbortController();
      const running = run('SELECT sum(sipHash64(number)) FROM numbers(1000000000000)', {
        signal: stop.signal,
      });
      setTimeout(() => stop.abort(), 200);
      await assert.rejects(running, { code: 'TW_QUERY_CANCELLED' });
      await nothingRuns();
      await assert.rejects(run('SELECT 1', { signal: AbortSignal.abort() }), { code: 'TW_QUERY_CANCELLED' });
    });

    async function nothingRuns(): Promise<void> {
      for (let wait = 0; wait < 100; wait++) {
        const [row] = await select<{ n: number }>(
          opened.engine,
          "SELECT count() AS n FROM system.processes WHERE user = 'people'",
        );
        if (row?.n === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.fail('the query still runs');
    }

    const limits: readonly string[] = [
      'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)',
      'SELECT count() FROM numbers(10000000) AS a CROSS JOIN numbers(10000000) AS b WHERE sipHash64(a.number, b.number) = 0',
    ];
    for (const query of limits) {
      test(`is stopped after its time: ${query.slice(0, 60)}`, async () => {
        await assert.rejects(run(query, { timeoutMs: 500 }), { code: 'TW_QUERY_LIMIT' });
      });
    }
    const hungry: readonly string[] = [
      'SELECT groupArray(number) FROM numbers(1000000000)',
      "SELECT length(repeat('x', 900000000)) + length(repeat('y', 900000000))",
    ];
    for (const query of hungry) {
      test(`is stopped at its memory: ${query.slice(0, 60)}`, async () => {
        const error: unknown = await run(query, { timeoutMs: 20_000 }).catch((reason: unknown) => reason);
        assert.ok(isTrailwatchError(error, 'TW_QUERY_LIMIT') || isTrailwatchError(error, 'TW_QUERY_FAILED'));
        assert.deepEqual(await run('SELECT 1'), [[1]]);
      });
    }

    for (const query of attacks) {
      test(`the engine refuses ${query.slice(0, 90)}`, async () => {
        const statement = query.replaceAll('DIR', opened.dirs[0] ?? '');
        const error: unknown = await direct(statement).then(
          (answer) => `it answered: ${answer.slice(0, 300)}`,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof ClickHouseError, String(error));
        assert.ok(!error.message.includes(secret), error.message);
      });
    }

    for (const query of [...attacks, ...shapes]) {
      test(`our query path refuses ${query.slice(0, 90)}`, async () => {
        const statement = query.replaceAll('DIR', opened.dirs[0] ?? '').replaceAll('HOSTS', '/etc/hosts');
        const error: unknown = await run(statement).then(
          (rows) => `it answered: ${JSON.stringify(rows).slice(0, 300)}`,
          (reason: unknown) => reason,
        );
        assert.ok(error instanceof TrailwatchError, String(error));
        assert.match(error.code, /^TW_QUERY_/);
        assert.doesNotMatch(error.message, /localhost/);
      });
    }

    for (const query of harmless) {
      test(`learns no secret from ${query.slice(0, 90)}`, async () => {
        const answer = await direct(query).catch((error: unknown) => String(error));
        assert.doesNotMatch(answer, /TW-SECRET-|password_sha256|people-secret|app-secret|door-secret/);
      });
    }

    for (const [query, code] of refused) {
      test(`our check refuses ${query.slice(0, 60)}`, async () => {
        await assert.rejects(run(query), { code });
      });
    }

    test('settings that widen limits are refused, and the rest is read-only', async () => {
      for (const settings of [
        { max_execution_time: 100_000 },
        { max_memory_usage: 1e12 },
        { max_memory_usage: 0 },
        { readonly: 0 },
        { readonly: 2 },
        { allow_ddl: 1 },
        { max_threads: 1000 },
        { allow_introspection_functions: 1 },
        { log_comment: 'x' },
      ]) {
        await assert.rejects(direct('SELECT 1', settings), ClickHouseError);
      }
    });

    test('after all attacks our data is as it was', async () => {
      assert.deepEqual(await run('SELECT count() FROM events'), [[10]]);
      const names = await select<{ name: string }>(
        opened.engine,
        `SELECT name FROM system.tables WHERE database = {database: String} AND name LIKE '%evil%'`,
        { database: opened.engine.database },
      );
      assert.deepEqual(names, []);
    });
  });
}
