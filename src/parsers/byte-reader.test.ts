import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createByteReader } from './byte-reader.ts';

test('takes every byte once and in order, whatever is peeked at and put back', async () => {
  const step = fc.record({ peek: fc.nat(12), take: fc.integer({ min: 1, max: 9 }), unread: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 9 }),
      fc.array(step, { minLength: 1, maxLength: 9 }),
      async (chunks, steps) => {
        const whole = Buffer.concat(chunks);
        const reader = createByteReader(each(chunks));
        let position = 0;
        for (let turn = 0; ; turn += 1) {
          const { peek, take, unread } = steps[turn % steps.length] ?? { peek: 0, take: 1, unread: 0 };
          assert.deepEqual(await reader.peek(peek), whole.subarray(position, position + peek));
          const taken = await reader.take(take);
          if (taken === null) break;
          assert.ok(taken.length >= 1 && taken.length <= take);
          assert.deepEqual(taken, whole.subarray(position, position + taken.length));
          const back = turn < 20 ? Math.min(unread, taken.length) : 0;
          reader.unread(taken.subarray(taken.length - back));
          position += taken.length - back;
        }
        assert.equal(position, whole.length);
      },
    ),
  );
});

test('closing it closes what it reads from', async () => {
  let closed = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('a');
      yield Buffer.from('b');
    } finally {
      closed = true;
    }
  }
  const reader = createByteReader(content());
  await reader.take(1);
  await reader.close();
  assert.equal(closed, true);
});

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
