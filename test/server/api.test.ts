import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { EventDetail, EventsPage, Histogram } from '../../src/api/events.ts';
import { FindingDetail, FindingsPage } from '../../src/api/findings.ts';
import { DeadLettersPage, Info, LedgerPage, Overview, ReplayResult } from '../../src/api/overview.ts';
import { IngestResult, QueryResult } from '../../src/api/query.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { skipWithout } from '../support/parts.ts';

const account = '111122223333';

function cloudTrail(index: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/dana`,
      accountId: account,
      userName: 'dana',
      accessKeyId: 'AKIAEXAMPLE000000001',
    },
    eventTime: new Date(Date.parse('2026-11-20T10:00:00Z') + index * 1000).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { bucketName: 'reports', key: `2026/${index}.csv` },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    managementEvent: false,
    readOnly: true,
    eventCategory: 'Data',
    ...more,
  };
}

const stopLogging = cloudTrail(500, {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  requestParameters: { name: `arn:aws:cloudtrail:eu-west-1:${account}:trail/main` },
  readOnly: false,
  managementEvent: true,
  eventCategory: 'Management',
});

suite('the HTTP API over a real engine', { skip: skipWithout('embedded engine') }, () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
    const records = [...Array.from({ length: 250 }, (_, index) => cloudTrail(index)), stopLogging];
    const { status, json } = await server.call(
      'POST',
      '/api/v1/ingest?name=trail.json.gz',
      gzipSync(JSON.stringify({ Records: records })),
    );
    assert.equal(status, 200, JSON.stringify(json));
    const { stored, records: delivered, dead_letters: deadLetters } = IngestResult.parse(json);
    assert.deepEqual({ stored, delivered, deadLetters }, { stored: 251, delivered: 251, deadLetters: 0 });
  });
  after(() => server.close());

  test('health needs no token; everything else does', async () => {
    assert.equal((await fetch(new URL('/healthz', server.url))).status, 200);
    for (const path of [
      '/api/v1/findings',
      '/api/v1/events',
      '/metrics',
      '/api/openapi.json',
      '/api/v1/ledger',
    ]) {
      assert.equal((await fetch(new URL(path, server.url))).status, 401, path);
      assert.equal(
        (await fetch(new URL(path, server.url), { headers: { authorization: 'Bearer wrong' } })).status,
        401,
        path,
      );
      assert.equal((await server.call('GET', path)).status, 200, path);
    }
    const { signed_in: signedIn } = Info.parse((await server.call('GET', '/api/v1/info')).json);
    assert.equal(signedIn, true);
  });

  test('a session works for our own pages only, and ends', async () => {
    const signIn = await fetch(new URL('/api/v1/session', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: server.token }),
    });
    assert.equal(signIn.status, 204);
    const cookie = signIn.headers.getSetCookie()[0] ?? '';
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    const headers = { cookie: cookie.split(';', 1)[0] ?? '', 'content-type': 'application/json' };
    const query = (site: string) =>
      fetch(new URL('/api/v1/query', server.url), {
        method: 'POST',
        headers: { ...headers, 'sec-fetch-site': site },
        body: JSON.stringify({ query: 'SELECT 1', lang: 'sql' }),
      });
    assert.equal((await query('same-origin')).status, 200);
    assert.equal((await query('cross-site')).status, 401);
    assert.equal((await query('same-site')).status, 401);
    await fetch(new URL('/api/v1/session', server.url), {
      method: 'DELETE',
      headers: { cookie: headers.cookie },
    });
    assert.equal((await fetch(new URL('/api/v1/events', server.url), { headers })).status, 401);
  });

  test('guessing tokens is slowed down', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const response = await fetch(new URL('/api/v1/session', server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: `guess-${attempt}` }),
      });
      statuses.push(response.status);
    }
    assert.equal(statuses[0], 401);
    assert.equal(statuses.at(-1), 429);
  });

  test('another host name is refused while bound to loopback', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      request(
        { host: '127.0.0.1', port, path: '/healthz', headers: { host: 'rebound.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    assert.equal(status, 400);
  });

  test('the same bytes again are duplicates, and the ledger adds up', async () => {
    const body = [cloudTrail(1), cloudTrail(2), '{"half": ']
      .map((record) => (typeof record === 'string' ? record : JSON.stringify(record)))
      .join('\n');
    const again = IngestResult.parse((await server.call('POST', '/api/v1/ingest?name=again', body)).json);
    assert.deepEqual([again.stored, again.duplicates, again.dead_letters], [0, 2, 1]);
    const { totals, rows } = LedgerPage.parse((await server.call('GET', '/api/v1/ledger')).json);
    assert.equal(totals.delivered, totals.stored + totals.duplicates + totals.filtered + totals.dead_letters);
    assert.deepEqual([totals.stored, totals.duplicates, totals.dead_letters], [251, 2, 1]);
    assert.ok(rows.some((row) => row.account_id === account && row.log_type === 'aws.cloudtrail'));
    const dead = DeadLettersPage.parse((await server.call('GET', '/api/v1/deadletters')).json);
    assert.equal(dead.total, 1);
    assert.match(dead.dead_letters[0]?.bytes ?? '', /half/);
  });

  test('a dead letter that is replayed leaves the list; one that still fails stays', async () => {
    // Bad for a forced type, good once the type is detected.
    const { json } = await server.call(
      'POST',
      '/api/v1/ingest?name=forced&type=aws.vpcflow',
      JSON.stringify(cloudTrail(700)),
    );
    assert.equal(IngestResult.parse(json).dead_letters, 1);
    const list = async () => DeadLettersPage.parse((await server.call('GET', '/api/v1/deadletters')).json);
    assert.equal((await list()).total, 2);
    const replay = async () =>
      ReplayResult.parse((await server.call('POST', '/api/v1/deadletters/replay', {})).json);
    assert.deepEqual(await replay(), { replayed: 1, stored: 1, duplicates: 0, dead_letters: 1 });
    const left = await list();
    assert.deepEqual([left.total, left.dead_letters[0]?.object], [1, 'again']);
    assert.deepEqual(await replay(), { replayed: 0, stored: 0, duplicates: 0, dead_letters: 1 });
  });

  test('events page through, filter, and open', async () => {
    const seen = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: EventsPage = EventsPage.parse(
        (await server.call('GET', `/api/v1/events?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`))
          .json,
      );
      for (const { id } of page.events) seen.add(id);
      cursor = page.next_cursor;
    }
    assert.equal(seen.size, 252);
    const byIp = EventsPage.parse(
      (await server.call('GET', '/api/v1/events?search=203.0.113.9&limit=5')).json,
    );
    assert.equal(byIp.events.length, 5);
    const byText = EventsPage.parse((await server.call('GET', '/api/v1/events?search=stoplogging')).json);
    assert.equal(byText.events.length, 1);
    const [event] = byText.events;
    assert.equal(event?.operation, 'StopLogging');
    const detail = EventDetail.parse(
      (await server.call('GET', `/api/v1/events/${event?.id}?time=${event?.time}`)).json,
    );
    assert.deepEqual(detail.fields, stopLogging);
    assert.equal((await server.call('GET', `/api/v1/events/${'0'.repeat(32)}`)).status, 404);
    const histogram = Histogram.parse((await server.call('GET', '/api/v1/events/histogram?buckets=10')).json);
    assert.equal(
      histogram.buckets.reduce((sum, { count }) => sum + count, 0),
      252,
    );
  });

  test('findings name the rule, the event and what to do next', async () => {
    const page = FindingsPage.parse(
      (await server.call('GET', '/api/v1/findings?severity=medium,high,critical')).json,
    );
    const finding = page.findings.find(({ sentence }) => sentence.includes('dana'));
    assert.ok(finding, JSON.stringify(page.findings));
    const detail = FindingDetail.parse((await server.call('GET', `/api/v1/findings/${finding.id}`)).json);
    assert.equal(detail.events[0]?.operation, 'StopLogging');
    assert.ok((detail.rule?.next_steps.length ?? 0) > 0);
    assert.match(detail.rule?.yaml ?? '', /detection:/);
    const overview = Overview.parse(
      (await server.call('GET', '/api/v1/overview?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z')).json,
    );
    assert.ok(
      overview.findings_by_severity.high +
        overview.findings_by_severity.critical +
        overview.findings_by_severity.medium >=
        1,
    );
    assert.equal(overview.sources[0]?.source, 'api');
  });

  test('SQL answers, is confined, and errors are coded', async () => {
    const query = (sql: string) => server.call('POST', '/api/v1/query', { query: sql, lang: 'sql' });
    const result = QueryResult.parse(
      (await query('SELECT operation, count() AS n FROM events GROUP BY operation ORDER BY n DESC')).json,
    );
    assert.deepEqual(
      result.columns.map(({ name }) => name),
      ['operation', 'n'],
    );
    assert.equal(Number(result.rows[0]?.[1]), 251);
    const nested = QueryResult.parse(
      (
        await query(
          "SELECT event.requestParameters.bucketName AS b FROM events WHERE operation = 'GetObject' LIMIT 1",
        )
      ).json,
    );
    assert.deepEqual(nested.rows, [['reports']]);
    for (const sql of [
      'SELEC 1',
      "SELECT * FROM file('/etc/passwd')",
      'SELECT * FROM system.users',
      'DROP TABLE events',
      'SELECT 1; SELECT 2',
    ]) {
      const { status, json } = await query(sql);
      assert.ok(status >= 400 && status < 500, `${sql}: ${status}`);
      assert.match(JSON.stringify(json), /"code":"TW_QUERY_/);
    }
    const insights = await server.call('POST', '/api/v1/query', { query: 'fields @timestamp' });
    assert.match(JSON.stringify(insights.json), /TW_QUERY_LANGUAGE/);
  });

  test('bad requests say where and how', async () => {
    const { status, json } = await server.call('GET', '/api/v1/findings?severity=loud');
    assert.equal(status, 400);
    assert.match(JSON.stringify(json), /TW_USAGE.*severity/);
    const missing = await server.call('GET', '/api/v1/nothing');
    assert.equal(missing.status, 404);
    assert.match(JSON.stringify(missing.json), /TW_NOT_FOUND/);
  });

  test('the live tail shows what becomes durable', async () => {
    const stop = new AbortController();
    const response = await fetch(new URL('/api/v1/tail?search=203.0.113.77', server.url), {
      headers: { authorization: `Bearer ${server.token}` },
      signal: stop.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    let text = (await reader.read()).value ?? '';
    await server.call(
      'POST',
      '/api/v1/ingest',
      [600, 601]
        .map((n) =>
          JSON.stringify(cloudTrail(n, { sourceIPAddress: n === 600 ? '203.0.113.77' : '203.0.113.78' })),
        )
        .join('\n'),
    );
    while (!text.includes('event: event')) text += (await reader.read()).value ?? assert.fail('ended');
    assert.match(text, /203\.0\.113\.77/);
    assert.doesNotMatch(text, /203\.0\.113\.78/);
    stop.abort();
  });

  test('the server file is its owner’s alone and opens the API', async () => {
    const file = join(server.dataDir, 'server.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const { token } = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(
      (await fetch(new URL('/api/v1/rules', server.url), { headers: { authorization: `Bearer ${token}` } }))
        .status,
      200,
    );
  });

  test('metrics and the API description are there', async () => {
    assert.match(
      String((await server.call('GET', '/metrics')).json),
      /trailwatch_records_total\{source="api",outcome="stored"\} \d+/,
    );
    const { json } = await server.call('GET', '/api/openapi.json');
    assert.match(JSON.stringify(json), /"\/api\/v1\/query"/);
  });
});
