import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Control, FollowedFile } from '../../src/control/control.ts';
import type { DeliveryCounts } from '../../src/event/delivery-counts.ts';

const counts: DeliveryCounts = {
  delivered: 5,
  stored: 3,
  duplicates: 1,
  filtered: 0,
  deadLetters: 1,
  findings: 2,
};

const file: FollowedFile = {
  id: 'a'.repeat(32),
  source: 'inbox',
  path: '/logs/app.log',
  inode: '1:2',
  fingerprint: 'f'.repeat(32),
  fingerprintBytes: 100,
  position: 2 ** 40,
  modifiedMs: 1_750_000_000_000,
  chain: '0'.repeat(32),
  logType: 'app.logfmt',
  pending: null,
};

/** Every Control passes this. `open(place)` opens the same database for the same place, a fresh one for a new place. */
export function controlContract(name: string, open: (place: string) => Promise<Control>): void {
  suite(`${name} is a Control`, () => {
    test('a killed run is resumed with what it finished', async () => {
      const first = await open('resume');
      const run = await first.runs.open('key', 'ingest ./logs');
      assert.equal(run.resumed, false);
      await first.runs.recordFinished(run.id, [{ deliveryId: '1', object: 'a.json', counts }]);
      await first.runs.recordFinished(run.id, [{ deliveryId: '1', object: 'a.json', counts }]);
      await first.close();

      const second = await open('resume');
      const again = await second.runs.open('key', 'ingest ./logs');
      assert.equal(again.id, run.id);
      assert.equal(again.resumed, true);
      assert.deepEqual([...again.finished.values()], [{ deliveryId: '1', object: 'a.json', counts }]);
      await second.close();
    });

    test('a closed run is over: the same key opens a new one', async () => {
      const control = await open('closed');
      const run = await control.runs.open('key', 'ingest ./logs');
      await control.runs.recordFinished(run.id, [{ deliveryId: '1', object: 'a.json', counts }]);
      await control.runs.close(run.id, counts);
      const next = await control.runs.open('key', 'ingest ./logs');
      assert.notEqual(next.id, run.id);
      assert.equal(next.resumed, false);
      assert.equal(next.finished.size, 0);
      await control.close();
    });

    test('runs of other keys do not mix', async () => {
      const control = await open('keys');
      const one = await control.runs.open('one', '');
      const two = await control.runs.open('two', '');
      assert.notEqual(one.id, two.id);
      await control.runs.recordFinished(one.id, [{ deliveryId: '1', object: 'a', counts }]);
      assert.equal((await control.runs.open('two', '')).finished.size, 0);
      await control.close();
    });

    test('many deliveries at once', async () => {
      const control = await open('many');
      const run = await control.runs.open('key', '');
      const finished = Array.from({ length: 2_500 }, (_, index) => ({
        deliveryId: `${index}`,
        object: 'o',
        counts,
      }));
      await control.runs.recordFinished(run.id, finished);
      assert.equal((await control.runs.open('key', '')).finished.size, 2_500);
      await control.close();
    });

    test('followed files keep position and pending stretch', async () => {
      const first = await open('followed');
      const pending = { deliveryId: 'b'.repeat(32), end: 2 ** 41, modifiedMs: 7 };
      await first.followedFiles.save([file, { ...file, id: 'c'.repeat(32), source: 'other' }]);
      await first.followedFiles.save([{ ...file, pending }]);
      await first.close();

      const second = await open('followed');
      assert.deepEqual(await second.followedFiles.list('inbox'), [{ ...file, pending }]);
      await second.followedFiles.forget([file.id]);
      assert.deepEqual(await second.followedFiles.list('inbox'), []);
      assert.equal((await second.followedFiles.list('other')).length, 1);
      await second.close();
    });
  });
}
