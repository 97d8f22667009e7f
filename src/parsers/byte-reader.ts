/** Pulls bytes from an async iterable with look-ahead: at most one chunk more than what was asked for is held. */
export interface ByteReader {
  /** The next bytes without taking them: `count` of them, or fewer where the input ends before. */
  peek(count: number): Promise<Buffer>;
  /** Takes the next bytes, between 1 and `max`; null at the end. Never waits for more than the next chunk. */
  take(max: number): Promise<Buffer | null>;
  /** Puts bytes back in front. */
  unread(bytes: Buffer): void;
  close(): Promise<void>;
}

export function createByteReader(content: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = content[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let ended = false;

  async function pull(): Promise<boolean> {
    while (!ended) {
      const next = await iterator.next();
      if (next.done === true) {
        ended = true;
      } else if (next.value.length > 0) {
        const chunk = asBuffer(next.value);
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        return true;
      }
    }
    return false;
  }

  return {
    async peek(count) {
      while (held.length < count && (await pull()));
      return held.subarray(0, count);
    },
    async take(max) {
      if (held.length === 0 && !(await pull())) return null;
      const taken = held.subarray(0, max);
      held = held.subarray(taken.length);
      return taken;
    },
    unread(bytes) {
      const { buffer, byteOffset, length } = bytes;
      // What was taken last still lies in front of the rest: an object in one chunk must not be copied for each gzip member.
      if (buffer === held.buffer && byteOffset + length === held.byteOffset) {
        held = Buffer.from(buffer, byteOffset, length + held.length);
      } else {
        held = held.length === 0 ? bytes : Buffer.concat([bytes, held]);
      }
    },
    async close() {
      ended = true;
      await iterator.return?.();
    },
  };
}

/** The same memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
