import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { isTrailwatchError } from '../support/errors.ts';
import { coreColumns } from '../../src/event/core-columns.ts';
import { migrate, migrations } from '../../src/store/schema/migrate.ts';
import { type OpenStore, openStoreOn } from '../../src/store/open-store.ts';
import {
  type FixtureEvent,
  makeChunk,
  makeDeadLetter,
  noonMs,
  type OpenedEngine,
  select,
} from '../support/store-fixtures.ts';
import { failingEngine } from '../support/failing-engine.ts';

const json = (value: unknown): string => JSON.stringify(value);
const hour = 3_600_000;
const day = 24 * hour;

/** Every engine under the store passes this: one node, and a cluster. */
export function storeContract(name: string, skip: string | false, open: () => Promise<OpenedEngine>): void {
  suite(`${name} is a Store`, { skip }, () => {
    let opened: OpenedEngine;
    let store: OpenStore;
    const rowsOf = async (query: string, params: Record<string, unknown> = {}): Promise<unknown[]> =>
      await select(store.engine, query, params);

    before(async () => {
      opened = await open();
      store = await openStoreOn(opened.engine);
    });
    after(async () => {
      await opened.dispose();
    });

    test('events has the core columns, and what identity and search need', async () => {
      const columns = (await rowsOf(
        'SELECT name FROM system.columns WHERE database = {database: String} AND table = {table: String} ORDER BY position',
        { database: store.engine.database, table: 'events' },
      )) as { name: string }[];
      const extra = ['entities', 'id', 'delivery', 'delivery_chunk', 'event'];
      assert.deepEqual(
        columns.map((column) => column.name).filter((column) => column !== 'native'),
        [...coreColumns.map((column) => column.name), ...extra],
      );
    });

    test('migrations that stopped midway are finished', async () => {
      for (const node of store.engine.nodes) {
        await node.command({
          query: `DELETE FROM ${store.engine.database}.schema_versions WHERE version > 1`,
        });
      }
      await migrate(store.engine);
      const versions = await rowsOf('SELECT version, name FROM schema_versions ORDER BY version');
      assert.deepEqual(
        versions,
        migrations.map(({ version, name: step }) => ({ version, name: step })),
      );
    });

    test('an event comes back as it went in', async () => {
      const raw = json({ eventName: 'GetObject', userIdentity: { arn: 'arn:aws:iam::1:user/ö' } });
      await store.commit([
        makeChunk({
          delivery: 'as it went in',
          events: [
            {
              id: 'one',
              raw,
              columns: {
                time: noonMs + 7,
                account_id: '012345678901',
                region: 'eu-west-1',
                service: 's3.amazonaws.com',
                operation: 'GetObject',
                outcome: 'failure',
                error_code: 'AccessDenied',
                actor: 'arn:aws:iam::1:user/ö\u0000\ud800',
                mfa: false,
                src_ip: '2001:db8::1',
                src_port: 65_535,
                dst_port: 70_000,
                bytes: Number.MAX_SAFE_INTEGER,
                packets: 0,
                user_agent: 'x'.repeat(100_000),
                resources: ['a', '', 'ü'],
                severity: 'high',
              },
              entities: ['012345678901', '2001:db8::1'],
            },
          ],
        }),
      ]);
      const [row] = await rowsOf(
        `SELECT toUnixTimestamp64Milli(time) AS ms, log_type, account_id, region, event_id, service, operation, outcome,
          error_code, actor, mfa, src_ip, src_port, dst_port, bytes, packets, length(user_agent) AS agent, resources,
          severity, raw, entities, event.userIdentity.arn AS arn, event.eventName AS name
          FROM events WHERE event_id = 'one'`,
      );
      assert.deepEqual(row, {
        ms: noonMs + 7,
        log_type: 'aws.cloudtrail',
        account_id: '012345678901',
        region: 'eu-west-1',
        event_id: 'one',
        service: 's3.amazonaws.com',
        operation: 'GetObject',
        outcome: 'failure',
        error_code: 'AccessDenied',
        actor: 'arn:aws:iam::1:user/ö\u0000\ufffd',
        mfa: false,
        src_ip: '2001:db8::1',
        src_port: 65_535,
        dst_port: null,
        bytes: Number.MAX_SAFE_INTEGER,
        packets: 0,
        agent: 100_000,
        resources: ['a', '', 'ü'],
        severity: 'high',
        raw,
        entities: ['012345678901', '2001:db8::1'],
        arn: 'arn:aws:iam::1:user/ö',
        name: 'GetObject',
      });
    });

    test('fields of a text format are reached like those of JSON, and raw keeps every byte', async () => {
      const raw = Uint8Array.of(0x32, 0x20, 0xff, 0xfe, 0x0a, 0x00, 0x80);
      const fields = { srcaddr: '10.0.0.1', 'account-id': '1', nested: { port: 443 }, wrong: '\ud800' };
      await store.commit([
        makeChunk({
          delivery: 'text format',
          events: [{ id: 'text', logType: 'aws.vpcflow', raw, fields, rawIsJson: false }],
        }),
      ]);
      const [row] = await rowsOf(
        "SELECT event.srcaddr AS src, event.`account-id` AS account, event.nested.port AS port, event.wrong AS wrong, hex(raw) AS raw FROM events WHERE event_id = 'text'",
      );
      assert.deepEqual(row, {
        src: '10.0.0.1',
        account: '1',
        port: 443,
        wrong: '\ufffd',
        raw: '3220FFFE0A0080',
      });
    });

    test('a chunk committed again changes nothing and returns the same counts', async () => {
      const chunk = makeChunk({
        delivery: 'again',
        source: 'again',
        events: [
          { id: 'again 1', raw: '{"n":1}', findings: ['rule a', 'rule b'] },
          { id: 'again 2', raw: '{"n":2}' },
          { id: 'again 1', raw: '{"n":1}', findings: ['rule a'] },
        ],
        deadLetters: [makeDeadLetter('{"half'), makeDeadLetter('{"half', 9)],
        filtered: [
          {
            group: { accountId: '1', region: 'r', logType: 'aws.cloudtrail', hourMs: noonMs },
            records: 4,
            bytes: 40,
          },
        ],
        drift: { 'aws.cloudtrail:newField': 2 },
      });
      const counts = { delivered: 9, stored: 2, duplicates: 1, filtered: 4, deadLetters: 2, findings: 2 };
      assert.deepEqual(await store.commit([chunk]), [counts]);
      assert.deepEqual(await store.commit([chunk]), [counts]);
      assert.deepEqual(await store.commit([{ ...chunk, resumed: true }]), [counts]);
      assert.deepEqual(await tables(rowsOf, 'again'), {
        events: 2,
        findings: 2,
        dead_letters: 2,
        drift: 2,
        delivered: 9,
        stored: 2,
        duplicates: 1,
        filtered: 4,
        letters: 2,
        bytes: 73,
      });
      const [letter] = await rowsOf(
        "SELECT code, bytes, bytes_total, offset, line FROM dead_letters WHERE object = 'again.json' AND offset = 9",
      );
      assert.deepEqual(letter, {
        code: 'TW_PARSE_MALFORMED',
        bytes: '{"half',
        bytes_total: 6,
        offset: 9,
        line: 1,
      });
      const [finding] = await rowsOf(
        "SELECT rule_name, severity, attack, `group`, event_ids, sentence FROM findings WHERE rule = 'rule b'",
      );
      assert.deepEqual(finding, {
        rule_name: 'Rule rule b',
        severity: 'high',
        attack: ['T1078.004', 'attack.persistence'],
        group: { user: 'a"b\\c' },
        event_ids: ['again 1'],
        sentence: 'rule b saw <script>',
      });
    });

    test('the same event is stored once: within a delivery, across deliveries, and its findings too', async () => {
      const events = [{ id: 'shared', raw: '{"shared":1}', findings: ['shared rule'] }];
      const fresh = { id: 'not shared', raw: '{"shared":0}' };
      const first = makeChunk({ delivery: 'shared a', events });
      const second = makeChunk({ delivery: 'shared a', index: 1, events });
      const other = makeChunk({ delivery: 'shared b', events: [...events, fresh] });
      const [one, two] = await store.commit([first, second]);
      const [three] = await store.commit([other]);
      assert.deepEqual([one?.stored, two?.stored, two?.duplicates, two?.findings], [1, 0, 1, 0]);
      assert.deepEqual([three?.stored, three?.duplicates, three?.findings], [1, 1, 0]);
      assert.deepEqual(await rowsOf("SELECT count() AS n FROM events WHERE event_id = 'shared'"), [{ n: 1 }]);
      assert.deepEqual(await rowsOf("SELECT count() AS n FROM findings WHERE rule = 'shared rule'"), [
        { n: 1 },
      ]);
      // Repeated after all that, each still knows what it stored.
      assert.deepEqual(await store.commit([other, second, first]), [three, two, one]);
    });

    test('commits side by side do not store an event twice', async () => {
      const chunks = Array.from({ length: 6 }, (_, index) =>
        makeChunk({
          delivery: `race ${index}`,
          events: Array.from({ length: 50 }, (_, n) => ({
            id: `race ${n + index}`,
            raw: `{"race":${n + index}}`,
          })),
        }),
      );
      const counts = await Promise.all(chunks.map(async (chunk) => await store.commit([chunk])));
      const stored = counts.flat().reduce((sum, count) => sum + count.stored, 0);
      assert.equal(stored, 55);
      assert.deepEqual(
        await rowsOf(
          "SELECT count() AS n, uniqExact(id) AS ids FROM events WHERE startsWith(event_id, 'race')",
        ),
        [{ n: 55, ids: 55 }],
      );
    });

    test('records without a time are the same events when their file has another time', async () => {
      const events = ['plain line 1', 'plain line 2'].map((raw) => ({
        raw,
        logType: 'app.text' as const,
        rawIsJson: false,
        columns: { time: null, message: raw },
      }));
      await store.commit([makeChunk({ delivery: 'untimed a', events })]);
      const [again] = await store.commit([
        makeChunk({ delivery: 'untimed b', modifiedMs: noonMs + 90 * day, events }),
      ]);
      assert.deepEqual([again?.stored, again?.duplicates], [0, 2]);
    });

    test('an event is the same whatever account its place gave it', async () => {
      const copy = (
        id: string,
        logType: 'app.text' | 'aws.cloudtrail',
        account_id: string,
      ): FixtureEvent => ({
        id,
        logType,
        raw: `{"copy":"${id}"}`,
        columns: { account_id },
      });
      const pairs = [
        [copy('copy 1', 'app.text', '1'), copy('copy 1', 'app.text', '2')],
        [copy('copy 2', 'aws.cloudtrail', '1'), copy('copy 2', 'aws.cloudtrail', '')],
        [copy('copy 3', 'aws.cloudtrail', ''), copy('copy 3', 'aws.cloudtrail', '1')],
        [copy('copy 4', 'aws.cloudtrail', '1'), copy('copy 4', 'aws.cloudtrail', '1')],
      ];
      for (const [index, events] of pairs.entries()) {
        const [first, second] = events.map((event, n) =>
          makeChunk({ delivery: `copy ${index} ${n}`, events: [event] }),
        );
        assert.ok(first !== undefined && second !== undefined);
        await store.commit([first]);
        assert.equal((await store.commit([second]))[0]?.duplicates, 1, `pair ${index}`);
      }
    });

    test('records that JSON columns refuse do not refuse their batch', async () => {
      const hazards = {
        'duplicate keys': '{"a":1,"a":2,"eventName":"x"}',
        'dotted key beside object': '{"a.b":1,"a":{"b":2},"eventName":"x"}',
        'lone surrogate': '{"a":"\\ud800","eventName":"x"}',
        'number beyond a double': '{"a":1e400,"eventName":"x"}',
        'top-level array': '[{"eventName":"x"}]',
        'not JSON': '{"a":',
        'blank lines': '\n\n{"eventName":"x"}\n',
        'deep nesting': `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
        'key of nothing': '{"":1,"eventName":"x"}',
        prototype: '{"__proto__":{"x":1},"constructor":1,"eventName":"x"}',
        'mixed array': '{"a":[1,"x",{"b":null},[2]],"eventName":"x"}',
        'SQL inside': '{"eventName":"x\'); DROP TABLE events; --"}',
      };
      const events = Object.entries(hazards).map(([id, raw]) => ({ id: `hazard ${id}`, raw }));
      const good = { id: 'hazard none', raw: '{"eventName":"good"}' };
      const [counts] = await store.commit([makeChunk({ delivery: 'hazards', events: [...events, good] })]);
      assert.equal(counts?.stored, events.length + 1);
      const stored = (await rowsOf(
        "SELECT event_id, raw FROM events WHERE startsWith(event_id, 'hazard')",
      )) as { event_id: string; raw: string }[];
      assert.deepEqual(
        Object.fromEntries(stored.map(({ event_id, raw }) => [event_id, raw])),
        Object.fromEntries([...events, good].map(({ id, raw }) => [id, raw])),
      );
      const names = await rowsOf(
        "SELECT event_id, event.eventName::String AS name FROM events WHERE event_id IN ('hazard none', 'hazard duplicate keys', 'hazard dotted key beside object') ORDER BY event_id",
      );
      assert.deepEqual(names, [
        { event_id: 'hazard dotted key beside object', name: 'x' },
        { event_id: 'hazard duplicate keys', name: 'x' },
        { event_id: 'hazard none', name: 'good' },
      ]);
    });

    test('absurd and scattered times are stored, in few partitions', async () => {
      const absurd = [-62_135_596_800_000, Date.UTC(1900, 0, 1), -1, 0, Date.UTC(2300, 0, 1), 8.64e15, 1e300];
      const odd = [Number.NaN, Number.POSITIVE_INFINITY, noonMs + 0.5];
      const scattered = Array.from({ length: 150 }, (_, n) => noonMs - n * 173 * day);
      const events = [...absurd, ...odd, ...scattered].map((time, n) => ({
        id: `time ${n}`,
        logType: 'app.json' as const,
        raw: `{"time":${n}}`,
        columns: { time },
      }));
      const [counts] = await store.commit([makeChunk({ delivery: 'times', events })]);
      assert.equal(counts?.stored, events.length);
      const [again] = await store.commit([makeChunk({ delivery: 'times again', events })]);
      assert.equal(again?.duplicates, events.length);
      const times = (await rowsOf(
        "SELECT event_id, formatDateTime(time, '%Y-%m-%d') AS day FROM events WHERE log_type = 'app.json' AND event_id IN ('time 0', 'time 4', 'time 6', 'time 7', 'time 9') ORDER BY event_id",
      )) as { day: string }[];
      assert.deepEqual(
        times.map((row) => row.day),
        ['1970-01-01', '2105-12-31', '2105-12-31', '2026-11-20', '2026-11-20'],
      );
    });

    test('whatever statement of a commit fails, committing again ends as if nothing had failed', async () => {
      const fixture = (delivery: string): Parameters<typeof makeChunk>[0] => ({
        delivery,
        source: delivery,
        events: [
          { id: `${delivery} 1`, raw: `{"d":"${delivery}","n":1}`, findings: [`${delivery} rule`] },
          {
            id: `${delivery} 2`,
            raw: `${delivery} text`,
            logType: 'app.text',
            rawIsJson: false,
            columns: { time: null },
          },
          { id: `${delivery} 3`, raw: `{"d":"${delivery}","n":3}`, columns: { time: noonMs - 3 * day } },
          { id: `${delivery} 1`, raw: `{"d":"${delivery}","n":1}`, findings: [`${delivery} rule`] },
        ],
        deadLetters: [makeDeadLetter('?')],
        drift: { 'app.text:f': 1 },
      });
      const undisturbed = makeChunk(fixture('undisturbed'));
      const expected = await store.commit([undisturbed]);
      const expectedTables = await tables(rowsOf, 'undisturbed');
      for (let statement = 1; ; statement++) {
        // Failing after a statement leaves what failing before the next one would.
        const failing = await openStoreOn(failingEngine(opened.engine, statement));
        const chunk = makeChunk(fixture(`failing ${String(statement).padStart(3, '0')}`));
        const outcome = await failing.commit([chunk]).catch((error: unknown) => error);
        if (!isTrailwatchError(outcome, 'TW_INTERNAL')) {
          assert.ok(statement > 7, 'a commit has at least 7 statements');
          break;
        }
        assert.deepEqual(await store.commit([{ ...chunk, resumed: true }]), expected);
        assert.deepEqual(await tables(rowsOf, chunk.source), expectedTables, `statement ${statement}`);
      }
    });

    test('retention drops whole days of a log type and writes down what went', async () => {
      const old = Array.from({ length: 4 }, (_, n) => ({
        id: `old ${n}`,
        logType: 'aws.waf' as const,
        raw: `{"old":${n}}`,
        columns: { time: Date.now() - n * 10 * day },
      }));
      const other = { ...old[3], id: 'old other', raw: '{"other":1}', logType: 'aws.alb' as const };
      await store.commit([makeChunk({ delivery: 'old', events: [...old, other] })]);
      const dropped = await store.applyRetention({ byLogType: { 'aws.waf': 15, syslog: 1 } });
      assert.deepEqual(
        dropped.map(({ logType, rows, days, keepDays }) => ({ logType, rows, days, keepDays })),
        [{ logType: 'aws.waf', rows: 2, days: 2, keepDays: 15 }],
      );
      const left = await rowsOf(
        "SELECT event_id FROM events WHERE startsWith(event_id, 'old') ORDER BY event_id",
      );
      assert.deepEqual(left, [{ event_id: 'old 0' }, { event_id: 'old 1' }, { event_id: 'old other' }]);
      assert.deepEqual(
        await rowsOf(
          "SELECT sum(rows) AS rows, max(keep_days) AS keep FROM retention_log WHERE log_type = 'aws.waf'",
        ),
        [{ rows: 2, keep: 15 }],
      );
      assert.deepEqual(await store.applyRetention({ byLogType: { 'aws.waf': 15 } }), []);
      const [back] = await store.commit([makeChunk({ delivery: 'old again', events: old })]);
      assert.deepEqual([back?.stored, back?.duplicates], [2, 2]);
      await assert.rejects(store.applyRetention({ defaultDays: 0, byLogType: {} }), { code: 'TW_USAGE' });
    });

    test('nothing to commit is committed', async () => {
      const none = { delivered: 0, stored: 0, duplicates: 0, filtered: 0, deadLetters: 0, findings: 0 };
      assert.deepEqual(await store.commit([]), []);
      assert.deepEqual(await store.commit([makeChunk({ delivery: 'none' })]), [none]);
    });

    test('an entity is found by its index', async () => {
      await store.commit([
        makeChunk({
          delivery: 'entity',
          events: [{ id: 'entity', raw: '{"e":1}', entities: ['198.51.100.77'] }],
        }),
      ]);
      assert.deepEqual(await rowsOf("SELECT event_id FROM events WHERE has(entities, '198.51.100.77')"), [
        { event_id: 'entity' },
      ]);
    });
  });
}

/** What the store holds of one source, as far as it must not depend on what went wrong on the way. */
async function tables(
  rowsOf: (query: string, params: Record<string, unknown>) => Promise<unknown[]>,
  source: string,
): Promise<unknown> {
  const rows = await rowsOf(
    `SELECT (SELECT count() FROM events WHERE startsWith(event_id, {source: String})) AS events,
      (SELECT count() FROM findings WHERE startsWith(event_ids[1], {source: String})) AS findings,
      (SELECT count() FROM dead_letters WHERE source = {source: String}) AS dead_letters,
      (SELECT sum(count) FROM drift_entries WHERE delivery GLOBAL IN
        (SELECT delivery FROM ledger_entries WHERE source = {source: String})) AS drift,
      sum(delivered) AS delivered, sum(stored) AS stored, sum(duplicates) AS duplicates, sum(filtered) AS filtered,
      sum(e.dead_letters) AS letters, sum(bytes) AS bytes
      FROM ledger AS e WHERE source = {source: String}`,
    { source },
  );
  return rows[0];
}
