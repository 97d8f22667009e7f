import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { coreColumns } from '../../src/event/core-columns.ts';
import { runCli } from '../support/run-cli.ts';
import { skipWithout } from '../support/parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailwatch-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const logs = join(folder, 'logs');
const broken = join(folder, 'broken');

const account = '111122223333';
const record = (index: number, more: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    arn: `arn:aws:iam::${account}:user/eve`,
    accountId: account,
    userName: 'eve',
  },
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  eventID: `10000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  eventType: 'AwsApiCall',
  recipientAccountId: account,
  ...more,
});
const stopLogging = record(99, {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  requestParameters: { name: 'main' },
});

mkdirSync(join(logs, 'deep'), { recursive: true });
mkdirSync(broken);
writeFileSync(
  join(logs, 'trail.json.gz'),
  gzipSync(JSON.stringify({ Records: [record(1), record(2), stopLogging] })),
);
writeFileSync(
  join(logs, 'deep', 'flow.log.zst'),
  zstdCompressSync(
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n' +
      `2 ${account} eni-0a1b2c3d4e5f60718 192.0.2.1 10.0.0.5 51000 443 6 10 8400 1763632800 1763632860 ACCEPT OK\n`,
  ),
);
writeFileSync(join(logs, 'app.jsonl'), '{"time":"2026-11-20T10:00:01Z","level":"error","msg":"boom"}\n');
writeFileSync(join(broken, 'half.json'), `${JSON.stringify(record(50))}\n{"eventName": "Half`);
writeFileSync(join(broken, 'empty.log'), '');
writeFileSync(
  join(broken, 'short.gz'),
  gzipSync(`${JSON.stringify(record(51))}\n`.repeat(200)).subarray(0, 120),
);

test('every command shows help with an example, and usage errors exit 2 with one line', async () => {
  for (const command of [
    'up',
    'ingest',
    'detect',
    'parse',
    'query',
    'tail',
    'rules lint',
    'rules test',
    'rules list',
    'ledger',
    'deadletters list',
    'deadletters show',
    'deadletters replay',
    'doctor',
  ]) {
    const { status, stdout } = await runCli([...command.split(' '), '--help']);
    assert.equal(status, 0, command);
    assert.match(stdout, /Example:\n {2}\$ trailwatch /, command);
  }
  const unknown = await runCli(['ingets', 'x']);
  assert.equal(unknown.status, 2);
  const noSuchOption = await runCli(['parse', '--wat', 'x']);
  assert.equal(noSuchOption.status, 2);
  assert.match(noSuchOption.stderr, /--wat/);
});

test('parse prints every core column, and exits 1 where something was unreadable, 2 where all was', async () => {
  const good = await runCli(['parse', logs]);
  assert.equal(good.status, 0, good.stderr);
  const events = good.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(events.map((event) => event.log_type).toSorted(), [
    'app.json',
    'aws.cloudtrail',
    'aws.cloudtrail',
    'aws.cloudtrail',
    'aws.vpcflow',
  ]);
  for (const event of events)
    assert.deepEqual(
      Object.keys(event),
      coreColumns.map(({ name }) => name),
    );
  const flow = events.find((event) => event.log_type === 'aws.vpcflow');
  assert.deepEqual([flow.src_ip, flow.dst_port, flow.bytes, flow.action], ['192.0.2.1', 443, 8400, 'ACCEPT']);

  const bad = await runCli(['parse', broken]);
  assert.equal(bad.status, 1);
  assert.match(bad.stderr, /half\.json.*TW_PARSE_TRUNCATED/);
  assert.match(bad.stderr, /short\.gz.*TW_DECOMPRESS_FAILED/);
  assert.ok(bad.stdout.includes('000000000050'), 'the good record of a bad file comes through');

  const missing = await runCli(['parse', join(folder, 'no-such-file')]);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /TW_INPUT_UNREADABLE/);

  const forced = await runCli(['parse', '--type', 'app.text', '-'], { stdin: '{"a":1}\n' });
  assert.match(forced.stdout, /"log_type":"app\.text"/);
  assert.equal((await runCli(['parse', '--type', 'nonsense', '-'])).status, 2);
});

test('detect prints findings in the documented form, with the rules that were asked for', async () => {
  const { status, stdout } = await runCli(['detect', logs]);
  assert.equal(status, 0);
  const findings = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const finding = findings.find(({ event_ids: ids }) => ids.includes(stopLogging.eventID));
  assert.ok(finding, stdout);
  assert.equal(finding.time, '2026-11-20T10:00:00.000Z');
  assert.ok(['medium', 'high', 'critical'].includes(finding.severity));
  assert.deepEqual(finding.group, {});

  const rules = join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  writeFileSync(
    join(rules, 'described.yml'),
    'title: Instances listed\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  s: { eventName: DescribeInstances }\n  condition: s\nlevel: low\n',
  );
  const own = await runCli(['detect', logs, '--rules', rules]);
  assert.deepEqual(
    own.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).rule),
    ['described', 'described'],
  );
  const both = await runCli(['detect', logs, '--rules', rules, '--include-defaults']);
  assert.equal(both.stdout.trimEnd().split('\n').length, findings.length + 2);
});

test('rules lint ends with one object; a broken rule is named with line and code', async () => {
  const rules = join(folder, 'bad-rules');
  mkdirSync(rules, { recursive: true });
  writeFileSync(
    join(rules, 'bad.yml'),
    'title: Bad\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  s:\n    eventName|near: x\n  condition: s\n',
  );
  const { status, stdout } = await runCli(['rules', 'lint', rules, '--json']);
  assert.equal(status, 1);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.rules, report.compiled, report.refused.length], [1, 0, 1]);
  assert.match(report.refused[0].code, /^TW_RULE_/);
  assert.match(report.refused[0].message, /near/);
  const builtIn = await runCli(['rules', 'test']);
  assert.equal(builtIn.status, 0, builtIn.stdout);
});

suite('commands with a store', { skip: skipWithout('embedded engine') }, () => {
  const dataDir = join(folder, 'data');
  const store = ['--data-dir', dataDir];

  test('ingest sums up, again only duplicates, and dead letters exit 1', async () => {
    const first = await runCli(['ingest', logs, '--json', ...store]);
    assert.equal(first.status, 0, first.stderr);
    const { seconds, findings, ...counts } = JSON.parse(first.stdout);
    assert.deepEqual(counts, {
      files: 3,
      records: 5,
      stored: 5,
      duplicates: 0,
      filtered: 0,
      dead_letters: 0,
    });
    assert.ok(seconds > 0);
    assert.ok(findings >= 1);
    const again = JSON.parse((await runCli(['ingest', logs, '--json', ...store])).stdout);
    assert.deepEqual([again.stored, again.duplicates, again.findings], [0, 5, 0]);
    const bad = await runCli(['ingest', broken, '--json', ...store]);
    assert.equal(bad.status, 1);
    const badCounts = JSON.parse(bad.stdout);
    assert.equal(
      badCounts.records,
      badCounts.stored + badCounts.duplicates + badCounts.filtered + badCounts.dead_letters,
    );
    assert.equal(badCounts.dead_letters, 2);
    const nothing = await runCli(['ingest', join(folder, 'nowhere'), ...store]);
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /nowhere/);
  });

  test('query, ledger and dead letters read it back', async () => {
    const rows = await runCli([
      'query',
      '--lang',
      'sql',
      '--format',
      'ndjson',
      'SELECT log_type, count() AS n FROM events GROUP BY log_type ORDER BY log_type',
      ...store,
    ]);
    assert.equal(rows.status, 0, rows.stderr);
    const byType = Object.fromEntries(
      rows.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map((row) => [row.log_type, Number(row.n)]),
    );
    assert.equal(byType['aws.vpcflow'], 1);
    const ranged = await runCli([
      'query',
      '--lang',
      'sql',
      '--from',
      '2026-11-20',
      '--to',
      '2026-11-20T10:00:01Z',
      '--format',
      'csv',
      'SELECT count() AS n FROM events',
      ...store,
    ]);
    assert.match(ranged.stdout, /^n\r\n\d+\r\n$/);
    const insights = await runCli(['query', 'fields @timestamp', ...store]);
    assert.equal(insights.status, 2);
    assert.match(insights.stderr, /TW_QUERY_LANGUAGE/);
    const wrong = await runCli(['query', '--lang', 'sql', 'SELECT nope FROM events', ...store]);
    assert.equal(wrong.status, 2);
    assert.equal(wrong.stderr.trimEnd().split('\n').length, 1, wrong.stderr);
    const ledger = JSON.parse((await runCli(['ledger', '--json', ...store])).stdout);
    assert.equal(
      ledger.totals.delivered,
      ledger.totals.stored + ledger.totals.duplicates + ledger.totals.filtered + ledger.totals.dead_letters,
    );
    const [dead] = (await runCli(['deadletters', 'list', '--json', ...store])).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shown = await runCli(['deadletters', 'show', dead.id, ...store]);
    assert.match(shown.stdout, new RegExp(dead.code));
  });

  test('doctor reports each part', async () => {
    const { status, stdout } = await runCli(['doctor', '--json', ...store]);
    const report = JSON.parse(stdout);
    assert.equal(report.node, process.version);
    assert.deepEqual([status, report.ok], [0, true], stdout);
  });

  test('a configuration error names file, line and fix', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'server:\n  prot: 80\n');
    const { status, stderr } = await runCli(['ledger', '--config', file, ...store]);
    assert.equal(status, 2);
    assert.match(stderr, /wrong\.yaml:2:3: .*'prot'.*TW_CONFIG_INVALID.*port/);
  });

  test('a data directory that cannot be made is a clear error', async () => {
    const { status, stderr } = await runCli(['ledger', '--data-dir', join(logs, 'app.jsonl', 'data')]);
    assert.equal(status, 2);
    assert.match(stderr, /TW_STORE_PERMISSION/);
  });
});
