import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { sourceContract, takeSome, textOf } from '../../../test/contracts/source.contract.ts';
import type { Control } from '../../control/control.ts';
import { openSqliteControl } from '../../control/sqlite/open-sqlite.ts';
import type { DeliveryCounts } from '../../event/delivery-counts.ts';
import type { Delivery, DeliveryEnd } from '../source.ts';
import { createFollowSource, type FollowSourceOptions } from './follow-source.ts';

const root = mkdtempSync(join(tmpdir(), 'trailwatch-follow-'));
after(() => rmSync(root, { recursive: true, force: true }));
let places = 0;

const counts: DeliveryCounts = {
  delivered: 1,
  stored: 1,
  duplicates: 0,
  filtered: 0,
  deadLetters: 0,
  findings: 0,
};
const end: DeliveryEnd = { chain: 'c'.repeat(32), textType: undefined, unreadable: false };

interface Place {
  readonly inbox: string;
  readonly control: Control;
  readonly open: (options?: Partial<FollowSourceOptions>) => ReturnType<typeof createFollowSource>;
  readonly write: (name: string, content: string | Buffer) => string;
}

async function newPlace(): Promise<Place> {
  const folder = join(root, `${places++}`);
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox, { recursive: true });
  const control = await openSqliteControl(join(folder, 'data'));
  return {
    inbox,
    control,
    open: (options = {}) =>
      createFollowSource({
        name: 'inbox',
        path: inbox,
        positions: control.followedFiles,
        follow: true,
        pollMs: 100,
        settleMs: 100_000,
        ...options,
      }),
    write(name, content) {
      const path = join(inbox, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

sourceContract('a followed folder', async () => {
  const place = await newPlace();
  return {
    put: async (name, content) => {
      place.write(name, content);
    },
    open: async () => place.open(),
    close: () => place.control.close(),
  };
});

/** Reads and acknowledges all there is, until nothing has come for a while. */
async function drain(source: ReturnType<typeof createFollowSource>, quietMs = 400): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const [delivery] = await takeSome(source, 1, quietMs);
    if (delivery === undefined) return texts;
    texts.push(await textOf(delivery));
    await delivery.ack(counts, end);
  }
}

test('a growing file is read stretch by stretch, up to the last newline', async () => {
  const { open, write, control } = await newPlace();
  const path = write('app.log', 'one\ntwo\nthr');
  assert.deepEqual(await drain(open()), ['one\ntwo\n']);
  appendFileSync(path, 'ee\nfour\n');
  assert.deepEqual(await drain(open()), ['three\nfour\n']);
  await control.close();
});

test('a stretch carries the identity chain and the type on', async () => {
  const { open, write, control } = await newPlace();
  const path = write('app.log', 'level=info msg=one\n');
  const [first] = await takeSome(open(), 1);
  assert.equal(first?.chain, '0'.repeat(32));
  assert.equal(first.forcedType, undefined);
  await first.ack(counts, { chain: 'a'.repeat(32), textType: 'app.logfmt', unreadable: false });
  appendFileSync(path, 'level=info msg=two\n');
  const [second] = await takeSome(open(), 1);
  assert.equal(second?.chain, 'a'.repeat(32));
  assert.equal(second.forcedType, 'app.logfmt');
  await control.close();
});

test('a last line without newline is read once the file has settled', async () => {
  const { open, write, control } = await newPlace();
  write('app.log', 'one\ntwo');
  assert.deepEqual(await drain(open({ settleMs: 200 }), 800), ['one\n', 'two']);
  await control.close();
});

test('rotation by renaming: the rest of the old file and the new one', async () => {
  const { open, write, inbox, control } = await newPlace();
  const path = write('app.log', 'one\n');
  assert.deepEqual(await drain(open()), ['one\n']);
  appendFileSync(path, 'two\n');
  renameSync(path, join(inbox, 'app.log.1'));
  write('app.log', 'three\n');
  assert.deepEqual((await drain(open())).toSorted(), ['three\n', 'two\n']);
  renameSync(join(inbox, 'app.log.1'), join(inbox, 'app.log.2'));
  renameSync(path, join(inbox, 'app.log.1'));
  assert.deepEqual(await drain(open()), [], 'renaming alone brings nothing');
  await control.close();
});

test('a file that is known is read on although its new name is not wanted', async () => {
  const { open, write, inbox, control } = await newPlace();
  const path = write('app.log', 'one\n');
  const options = { include: ['*.log'] };
  assert.deepEqual(await drain(open(options)), ['one\n']);
  appendFileSync(path, 'two\n');
  renameSync(path, join(inbox, 'app.log.1'));
  write('other.txt', 'not wanted\n');
  assert.deepEqual(await drain(open(options)), ['two\n']);
  await control.close();
});

test('rotation by copying and truncating', async () => {
  const { open, write, inbox, control } = await newPlace();
  const path = write('app.log', 'one\ntwo\n');
  assert.deepEqual(await drain(open()), ['one\ntwo\n']);
  copyFileSync(path, join(inbox, 'app.log.1'));
  truncateSync(path, 0);
  appendFileSync(path, 'new\n');
  assert.deepEqual(
    (await drain(open())).toSorted(),
    ['new\n', 'one\ntwo\n'],
    'the copy is read and found duplicate',
  );
  await control.close();
});

test('a file truncated and written anew, longer than before, is another file', async () => {
  const { open, write, control } = await newPlace();
  write('app.log', 'one\n');
  assert.deepEqual(await drain(open()), ['one\n']);
  write('app.log', 'something else altogether\n');
  assert.deepEqual(await drain(open()), ['something else altogether\n']);
  await control.close();
});

test('an inode that another file got is told by the first bytes', async () => {
  const { open, write, control } = await newPlace();
  const path = write('a.log', 'one\n');
  assert.deepEqual(await drain(open()), ['one\n']);
  const [file] = await control.followedFiles.list('inbox');
  assert.ok(file !== undefined);
  rmSync(path);
  write('b.log', 'two, and longer\n');
  const { ino, dev } = (await import('node:fs')).statSync(join(path, '..', 'b.log'));
  await control.followedFiles.save([{ ...file, inode: `${dev}:${ino}` }]);
  assert.deepEqual(await drain(open()), ['two, and longer\n']);
  await control.close();
});

test('compressed files are read whole, when they have settled', async () => {
  const { open, write, control } = await newPlace();
  const path = write('a.json.gz', gzipSync('{"a":1}\n'));
  assert.deepEqual(await takeSome(open(), 1, 300), []);
  const old = new Date(Date.now() - 200_000);
  utimesSync(path, old, old);
  const [delivery] = await takeSome(open(), 1);
  assert.deepEqual(delivery?.content, { kind: 'file', path, range: { start: 0, end: delivery?.bytes ?? 0 } });
  await control.close();
});

test('a JSON document over several lines is read whole, and again when it has changed', async () => {
  const { open, write, control } = await newPlace();
  const first = '{\n "Records": []\n}\n';
  const options = { settleMs: 100 };
  const path = write('trail.json', first);
  assert.deepEqual(await drain(open(options)), [first]);
  appendFileSync(path, first);
  assert.deepEqual(await drain(open(options)), [first + first]);
  await control.close();
});

test('a header alone is read again with the first records', async () => {
  const { open, write, control } = await newPlace();
  const path = write('flow.log', 'version account-id\n');
  const [header] = await takeSome(open(), 1);
  await header?.ack({ ...counts, delivered: 0, stored: 0 }, end);
  appendFileSync(path, '2 111122223333\n');
  assert.deepEqual(await drain(open()), ['version account-id\n2 111122223333\n']);
  await control.close();
});

test('after a crash the pending stretch comes as it was, although the file has grown', async () => {
  const { open, write, inbox, control } = await newPlace();
  const path = write('app.log', 'one\n');
  const [first] = await takeSome(open(), 1);
  appendFileSync(path, 'two\n');
  renameSync(path, join(inbox, 'app.log.1'));
  const [again] = await takeSome(open(), 1);
  assert.equal(again?.deliveryId, first?.deliveryId);
  assert.equal(again?.resumed, true);
  assert.equal(await textOf(again), 'one\n');
  await again.ack(counts, end);
  assert.deepEqual(await drain(open()), ['two\n']);
  await control.close();
});

test('a pending stretch whose file is gone ends in an error that says so', async () => {
  const { open, write, control } = await newPlace();
  const path = write('app.log', 'one\n');
  await takeSome(open(), 1);
  rmSync(path);
  const [again] = await takeSome(open(), 1);
  assert.ok(again !== undefined);
  await assert.rejects(textOf(again), { code: 'TW_INPUT_UNREADABLE' });
  await again.ack(counts, { ...end, unreadable: true });
  assert.deepEqual(await control.followedFiles.list('inbox'), []);
  await control.close();
});

test('follow: false reads what is there and ends', async () => {
  const { open, write, control } = await newPlace();
  write('a.log', 'one\nunfinished');
  write('.hidden', 'no\n');
  const texts: string[] = [];
  for await (const delivery of open({ follow: false }).deliveries(new AbortController().signal)) {
    texts.push(await textOf(delivery));
    await delivery.ack(counts, end);
  }
  assert.deepEqual(texts, ['one\nunfinished']);
  await control.close();
});

test('new content is found while the source runs', async () => {
  const { open, write, control } = await newPlace();
  const stop = new AbortController();
  const seen: string[] = [];
  const path = write('app.log', 'one\n');
  const running = (async () => {
    for await (const delivery of open().deliveries(stop.signal)) await take(delivery);
  })();
  async function take(delivery: Delivery): Promise<void> {
    seen.push(await textOf(delivery));
    await delivery.ack(counts, end);
  }
  const until = async (count: number) => {
    for (let tries = 0; seen.length < count && tries < 200; tries += 1) await sleep(25);
  };
  await until(1);
  appendFileSync(path, 'two\n');
  await until(2);
  write('more.log', 'three\n');
  await until(3);
  stop.abort();
  await running;
  assert.deepEqual(seen, ['one\n', 'two\n', 'three\n']);
  await control.close();
});
