import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { TrailwatchError } from '../base/errors.ts';
import { hash128Hex } from '../base/ids.ts';
import type { Control } from '../control/control.ts';
import { openSqliteControl } from '../control/sqlite/open-sqlite.ts';
import { parseRules } from '../detect/load-rules.ts';
import type { Delivery, DeliveryEnd, Source } from '../sources/source.ts';
import type { Committed } from './activity.ts';
import { ingestPaths } from './ingest.ts';
import { type PipelineOptions, startPipeline } from './pipeline.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-pipeline-'));
after(() => rmSync(root, { recursive: true, force: true }));
let places = 0;

const { rules } = parseRules(
  `title: Trail stopped
id: 5b3f6d3e-6b1f-4d0e-9f43-3d6a6f0d7a11
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: StopLogging }
  condition: selection
level: high
`,
  'stopped.yml',
);

async function newPlace(): Promise<{ readonly folder: string; readonly control: Control }> {
  const folder = join(root, `${places++}`);
  mkdirSync(folder);
  return { folder, control: await openSqliteControl(join(folder, 'data')) };
}

function record(id: number, eventName = 'DescribeInstances'): object {
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'test',
    recipientAccountId: '111122223333',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ana' },
    eventType: 'AwsApiCall',
  };
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${JSON.stringify(record(from + index))}\n`).join(
    '',
  );
}

function deliveryOf(
  content: Delivery['content'],
  name: string,
  acked: (end: DeliveryEnd) => void = () => undefined,
): Delivery {
  return {
    source: 'test',
    object: name,
    deliveryId: hash128Hex('test', name),
    resumed: false,
    modifiedMs: 0,
    bytes: null,
    content,
    ack: async (_, end) => acked(end),
  };
}

function sourceOf(...deliveries: readonly Delivery[]): Source {
  return {
    name: 'test',
    async *deliveries() {
      yield* deliveries;
    },
  };
}

function bytesOf(text: string): Delivery['content'] {
  return { kind: 'bytes', bytes: Buffer.from(text) };
}

async function runAll(
  options: Partial<PipelineOptions> & Pick<PipelineOptions, 'sources' | 'store'>,
): Promise<void> {
  const pipeline = startPipeline({ rules, workers: 1, ...options });
  try {
    await pipeline.finished();
  } finally {
    await pipeline.close();
  }
}

test('files of several formats, with duplicates and bad records, are counted to the last one', async () => {
  const { folder, control } = await newPlace();
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  writeFileSync(
    join(logs, 'a.json'),
    JSON.stringify({ Records: [record(1), record(2, 'StopLogging'), record(3)] }),
  );
  writeFileSync(join(logs, 'b.json.gz'), gzipSync(lines(3, 6)));
  writeFileSync(join(logs, 'c.json'), `${lines(6, 7)}{"broken": \n${lines(7, 8)}`);
  writeFileSync(join(logs, 'd.json.gz'), gzipSync(lines(8, 9)).subarray(0, 60));
  writeFileSync(join(logs, 'e-empty.log'), '');
  const store = createMemoryStore();
  const progress: number[] = [];
  const result = await ingestPaths({
    paths: [logs, join(folder, 'missing')],
    control,
    store,
    rules,
    workers: 2,
    onProgress: ({ bytes }) => progress.push(bytes),
  });
  const { seconds, ...counts } = result.summary;
  assert.equal(counts.stored, store.events.size);
  assert.ok(store.events.size >= 7);
  assert.equal(counts.duplicates, 1);
  assert.equal(counts.findings, 1);
  assert.equal(counts.files, 6);
  assert.equal(counts.records, counts.stored + counts.duplicates + counts.filtered + counts.dead_letters);
  assert.deepEqual(
    new Set(store.deadLetters.map(({ deadLetter }) => deadLetter.code)),
    new Set(['TW_PARSE_MALFORMED', 'TW_DECOMPRESS_FAILED', 'TW_INPUT_UNREADABLE']),
  );
  assert.deepEqual(result.unreadable, [join(folder, 'missing')]);
  assert.ok(seconds > 0 && (progress.at(-1) ?? 0) > 0);
  const [finding] = store.findings.values();
  assert.equal(finding?.ruleName, 'Trail stopped');
  assert.deepEqual(finding.eventIds, ['00000000-0000-4000-8000-000000000002']);

  const again = await ingestPaths({ paths: [logs], control, store, rules, workers: 1 });
  assert.equal(again.summary.stored, 0);
  assert.equal(again.summary.findings, 0);
  assert.equal(again.resumed, false);
  await control.close();
});

test('standard input', async () => {
  const { control } = await newPlace();
  const store = createMemoryStore();
  const stdin = (async function* () {
    for (const piece of lines(0, 100).match(/[^]{1,999}/g) ?? []) yield Buffer.from(piece);
  })();
  const { summary } = await ingestPaths({ paths: ['-'], control, store, rules, workers: 1, stdin });
  assert.equal(summary.stored, 100);
  assert.equal(summary.files, 1);
  await control.close();
});

test('chunk boundaries do not depend on how fast anything was', async () => {
  const content = bytesOf(lines(0, 25_000));
  const cut = async (workers: number, delayMs: number) => {
    const store = createMemoryStore();
    store.delayMs = delayMs;
    await runAll({ sources: [sourceOf(deliveryOf(content, 'big'))], store, workers });
    return store.commits.flat().map(({ index, last, rows }) => [index, last, rows.count]);
  };
  const fast = await cut(1, 0);
  assert.deepEqual(fast, [
    [0, false, 10_000],
    [1, false, 10_000],
    [2, true, 5_000],
  ]);
  assert.deepEqual(await cut(2, 50), fast);
});

test('an interrupted run goes on and ends with the counts of one that was not', async () => {
  // More rows than one commit takes, so that the first file to be finished is not the last.
  const { folder, control } = await newPlace();
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  for (let file = 0; file < 12; file += 1) {
    writeFileSync(join(logs, `${file}.json`), `${lines(file * 1600, file * 1600 + 2000)}{"bad": \n`);
  }
  const store = createMemoryStore();
  store.delayMs = 150;
  const stop = new AbortController();
  const first = await ingestPaths({
    paths: [logs],
    control,
    store,
    rules,
    workers: 1,
    signal: stop.signal,
    onProgress: ({ files }) => files > 0 && stop.abort(),
  });
  assert.equal(first.complete, false);
  assert.ok(first.summary.files < 12);
  const second = await ingestPaths({ paths: [logs], control, store, rules, workers: 1 });
  assert.equal(second.resumed, true);
  assert.equal(second.complete, true);
  const { seconds: _, ...summary } = second.summary;
  assert.deepEqual(summary, {
    files: 12,
    records: 12 * 2001,
    stored: 19_600,
    duplicates: 4_400,
    filtered: 0,
    dead_letters: 12,
    findings: 0,
  });
  assert.equal(store.events.size, 19_600);
  assert.equal(store.deadLetters.length, 12);
  await control.close();
});

test('a slow store stops the reading', async () => {
  const store = createMemoryStore();
  let produced = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const piece = Buffer.from(lines(0, 1000));
  const pieces = 100;
  const stream = (async function* () {
    for (let count = 0; count < pieces; count += 1) {
      produced += piece.length;
      yield piece;
    }
  })();
  const pipeline = startPipeline({
    sources: [sourceOf(deliveryOf({ kind: 'stream', stream }, 'endless'))],
    store: {
      async commit(chunks) {
        await held;
        return store.commit(chunks);
      },
    },
    rules: [],
    workers: 1,
    creditBytes: 8 * 1024 ** 2,
  });
  let before = -1;
  while (before !== produced) {
    before = produced;
    await sleep(2000);
  }
  assert.ok(
    produced <= piece.length * 45,
    `${produced / piece.length} pieces were read although nothing was stored`,
  );
  release();
  await pipeline.finished();
  await pipeline.close();
  assert.equal(produced, piece.length * pieces);
});

test('a delivery that ends its worker once is read again, from where its chunks were received', async () => {
  const store = createMemoryStore();
  const workerEntry = new URL('../../test/support/crashing-worker.ts', import.meta.url);
  const ends: DeliveryEnd[] = [];
  await runAll({
    sources: [
      sourceOf(
        deliveryOf(bytesOf(lines(0, 25_000)), join(root, 'crash-once'), (end) => ends.push(end)),
        deliveryOf(bytesOf(lines(25_000, 25_010)), 'after'),
      ),
    ],
    store,
    workerEntry,
  });
  assert.equal(store.events.size, 25_010);
  assert.equal(store.commits.flat().length, 4, 'no chunk was committed twice');
  assert.deepEqual(store.deadLetters, []);
  assert.equal(ends.length, 1);
});

test('a delivery that ends its worker twice becomes a dead letter, and the others go on', async () => {
  const store = createMemoryStore();
  const workerEntry = new URL('../../test/support/crashing-worker.ts', import.meta.url);
  const acked: string[] = [];
  await runAll({
    sources: [
      sourceOf(
        deliveryOf(bytesOf(lines(0, 25_000)), 'crash-always', () => acked.push('crash')),
        deliveryOf(bytesOf(lines(25_000, 25_010)), 'after', () => acked.push('after')),
      ),
    ],
    store,
    workerEntry,
  });
  assert.deepEqual(
    store.deadLetters.map(({ object, deadLetter }) => [object, deadLetter.code]),
    [['crash-always', 'TW_WORKER_CRASHED']],
  );
  assert.equal(store.events.size, 10_010, 'what it read before is stored');
  assert.deepEqual(acked.toSorted(), ['after', 'crash']);
});

test('a delivery that hangs its worker twice becomes a dead letter, and the others go on', async () => {
  const store = createMemoryStore();
  const workerEntry = new URL('../../test/support/crashing-worker.ts', import.meta.url);
  const acked: string[] = [];
  await runAll({
    sources: [
      sourceOf(
        deliveryOf(bytesOf(lines(0, 10)), 'hang-always', () => acked.push('hung')),
        deliveryOf(bytesOf(lines(10, 20)), 'after', () => acked.push('after')),
      ),
    ],
    store,
    workerEntry,
    workerPingMs: 100,
  });
  assert.deepEqual(
    store.deadLetters.map(({ object, deadLetter }) => [object, deadLetter.code]),
    [['hang-always', 'TW_WORKER_CRASHED']],
  );
  assert.equal(store.events.size, 10);
  assert.deepEqual(acked.toSorted(), ['after', 'hung']);
});

test('workers that cannot start fail the pipeline', async () => {
  const workerEntry = new URL('../../test/support/no-such-worker.ts', import.meta.url);
  await assert.rejects(
    runAll({ sources: [sourceOf(deliveryOf(bytesOf('x'), 'x'))], store: createMemoryStore(), workerEntry }),
    /no-such-worker/,
  );
});

test('a store that fails for good ends the pipeline without an acknowledgement', async () => {
  const store = createMemoryStore();
  store.failures.push(new TrailwatchError('TW_STORE_CORRUPT', 'damaged'));
  let acked = false;
  const source = sourceOf(
    deliveryOf(bytesOf(lines(0, 10)), 'a', () => {
      acked = true;
    }),
  );
  await assert.rejects(runAll({ sources: [source], store }), { code: 'TW_STORE_CORRUPT' });
  assert.equal(acked, false);
});

test('nothing is acknowledged before it is durable', async () => {
  const store = createMemoryStore();
  store.delayMs = 50;
  const order: string[] = [];
  const source = sourceOf(deliveryOf(bytesOf(lines(0, 10)), 'a', () => order.push('acked')));
  await runAll({
    sources: [source],
    store: {
      async commit(chunks) {
        const counts = await store.commit(chunks);
        order.push('durable');
        return counts;
      },
    },
  });
  assert.deepEqual(order, ['durable', 'acked']);
});

test('submit, live activity and a change of rules', async () => {
  const store = createMemoryStore();
  const pipeline = startPipeline({ sources: [], store, rules: [], workers: 2 });
  await pipeline.ready;
  const seen: Committed[] = [];
  pipeline.activity.on((committed) => seen.push(committed));
  const stopLogging = (id: number) => bytesOf(JSON.stringify(record(id, 'StopLogging')));
  const first = await pipeline.submit(deliveryOf(stopLogging(1), 'one'));
  assert.deepEqual([first.stored, first.findings], [1, 0]);
  await pipeline.reloadRules(rules);
  const second = await pipeline.submit(deliveryOf(stopLogging(2), 'two'));
  assert.deepEqual([second.stored, second.findings], [1, 1]);
  assert.deepEqual(
    seen.map(({ object, byLogType, findings }) => [object, byLogType, findings?.length]),
    [
      ['one', { 'aws.cloudtrail': 1 }, 0],
      ['two', { 'aws.cloudtrail': 1 }, 1],
    ],
  );
  const { sources, totals, perMinute } = pipeline.activity.snapshot();
  assert.equal(totals.stored, 2);
  assert.equal(sources[0]?.deliveries, 2);
  assert.equal(sources[0].newestEventMs, Date.UTC(2026, 0, 1) + 2000);
  assert.ok(perMinute.length >= 1);
  await pipeline.close();
  await assert.rejects(pipeline.submit(deliveryOf(stopLogging(3), 'three')), { code: 'TW_SHUTTING_DOWN' });
});

test('closing lets go of a delivery that would take too long, and keeps what it had read', async () => {
  const store = createMemoryStore();
  const stream = (async function* () {
    yield Buffer.from(lines(0, 12_000));
    await new Promise(() => undefined);
  })();
  let acked = false;
  const delivery = deliveryOf({ kind: 'stream', stream }, 'hangs', () => {
    acked = true;
  });
  const pipeline = startPipeline({ sources: [sourceOf(delivery)], store, rules, workers: 1, drainMs: 200 });
  while (store.events.size === 0) await sleep(20);
  await pipeline.close();
  assert.equal(store.events.size, 10_000);
  assert.equal(acked, false);
});

test('the defaults of drift and identity: a record without an id is known by its place', async () => {
  const store = createMemoryStore();
  const text = 'level=info msg=hello\nlevel=info msg=hello\n';
  await runAll({
    sources: [
      sourceOf(
        deliveryOf(bytesOf(text), 'a.log'),
        deliveryOf(bytesOf(`${text}level=info msg=more\n`), 'b.log'),
      ),
    ],
    store,
  });
  assert.equal(
    store.events.size,
    3,
    'two equal lines are two events; the same lines again are the same events',
  );
});

test('a server’s pipeline starts a failing source again; a one-shot one fails with it', async () => {
  let starts = 0;
  const failing: Source = {
    name: 'shaky',
    async *deliveries() {
      starts += 1;
      yield deliveryOf(bytesOf(lines(starts, starts + 1)), `start ${starts}`);
      if (starts === 1) throw new TrailwatchError('TW_SOURCE_UNAVAILABLE', 'gone for now');
    },
  };
  const store = createMemoryStore();
  const told: string[] = [];
  const onSourceError = (name: string, error: Error) => told.push(`${name}: ${error.message}`);
  await runAll({ sources: [failing], store, keepGoing: true, onSourceError });
  assert.deepEqual(told, ['shaky: gone for now']);
  assert.equal(store.events.size, 2);

  starts = 0;
  await assert.rejects(runAll({ sources: [failing], store }), { code: 'TW_SOURCE_UNAVAILABLE' });
});

test('rules that do not compile are refused and the old ones stay', async () => {
  const store = createMemoryStore();
  const pipeline = startPipeline({ sources: [], store, rules, workers: 2 });
  await assert.rejects(pipeline.reloadRules([null as never]));
  const counts = await pipeline.submit(deliveryOf(bytesOf(JSON.stringify(record(1, 'StopLogging'))), 'one'));
  assert.equal(counts.findings, 1);
  await pipeline.close();
});

test('closing waits for what was submitted', async () => {
  const store = createMemoryStore();
  store.delayMs = 100;
  const pipeline = startPipeline({ sources: [], store, rules: [], workers: 1 });
  const submitted = pipeline.submit(deliveryOf(bytesOf(lines(0, 10)), 'one'));
  await sleep(0);
  await pipeline.close();
  assert.equal((await submitted).stored, 10);
});
