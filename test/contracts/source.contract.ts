import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DeliveryCounts } from '../../src/event/delivery-counts.ts';
import { readFileBytes } from '../../src/pipeline/content.ts';
import type { Delivery, DeliveryEnd, Source } from '../../src/sources/source.ts';

/** What a test needs of the thing behind a source: a folder, a bucket with a queue, a topic. */
export interface SourceUnderTest {
  put(name: string, content: string): Promise<void>;
  /** A source as a new process would open it: what earlier ones left unacknowledged is still to be delivered. */
  open(): Promise<Source>;
  close(): Promise<void>;
}

const counts: DeliveryCounts = {
  delivered: 1,
  stored: 1,
  duplicates: 0,
  filtered: 0,
  deadLetters: 0,
  findings: 0,
};
const end: DeliveryEnd = { chain: '1'.repeat(32), textType: undefined, unreadable: false };

/** Every pull source passes this. */
export function sourceContract(name: string, start: () => Promise<SourceUnderTest>): void {
  suite(`${name} is a Source`, () => {
    test('delivers each object, whole and under an id of its own', async () => {
      const under = await start();
      await under.put('a', 'one\ntwo\n');
      await under.put('b', 'three\n');
      const deliveries = await takeSome(await under.open(), 2);
      assert.deepEqual((await Promise.all(deliveries.map(textOf))).toSorted(), ['one\ntwo\n', 'three\n']);
      assert.equal(new Set(deliveries.map(({ deliveryId }) => deliveryId)).size, 2);
      for (const { deliveryId, resumed } of deliveries) {
        assert.match(deliveryId, /^[0-9a-f]{32}$/);
        assert.equal(resumed, false);
      }
      await under.close();
    });

    test('what was not acknowledged comes again, the same and marked', async () => {
      const under = await start();
      await under.put('a', 'one\ntwo\n');
      const [first] = await takeSome(await under.open(), 1);
      const [again] = await takeSome(await under.open(), 1);
      assert.ok(first !== undefined && again !== undefined);
      assert.equal(again.deliveryId, first.deliveryId);
      assert.equal(again.modifiedMs, first.modifiedMs);
      assert.equal(again.resumed, true);
      assert.equal(await textOf(again), 'one\ntwo\n');
      await under.close();
    });

    test('what was acknowledged does not come again', async () => {
      const under = await start();
      await under.put('a', 'one\n');
      const [first] = await takeSome(await under.open(), 1);
      await first?.ack(counts, end);
      await under.put('b', 'two\n');
      const [next] = await takeSome(await under.open(), 1);
      assert.ok(next !== undefined);
      assert.equal(await textOf(next), 'two\n');
      await under.close();
    });

    test('goes on delivering while earlier ones are under way', async () => {
      const under = await start();
      await under.put('a', 'one\n');
      await under.put('b', 'two\n');
      await under.put('c', 'three\n');
      const deliveries = await takeSome(await under.open(), 3);
      for (const delivery of deliveries.toReversed()) await delivery.ack(counts, end);
      assert.deepEqual(await takeSome(await under.open(), 1, 300), []);
      await under.close();
    });

    test('stops when told to', async () => {
      const under = await start();
      await under.put('a', 'one\n');
      const stop = new AbortController();
      const taken: Delivery[] = [];
      for await (const delivery of (await under.open()).deliveries(stop.signal)) {
        taken.push(delivery);
        stop.abort();
      }
      assert.equal(taken.length, 1);
      await under.close();
    });
  });
}

/** The first deliveries; fewer where no more come within the time. */
export async function takeSome(source: Source, count: number, waitMs = 10_000): Promise<Delivery[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), waitMs);
  const taken: Delivery[] = [];
  for await (const delivery of source.deliveries(stop.signal)) {
    taken.push(delivery);
    if (taken.length === count) stop.abort();
  }
  clearTimeout(timer);
  return taken;
}

export async function textOf({ content }: Delivery): Promise<string> {
  if (content.kind === 'bytes') return Buffer.from(content.bytes).toString();
  const bytes =
    content.kind === 'stream' ? content.stream : readFileBytes(content.path, content.range, () => undefined);
  return Buffer.concat(await Array.fromAsync(bytes)).toString();
}
