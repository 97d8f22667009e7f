import { asBuffer } from './byte-reader.ts';

/**
 * The part of a stream that is not consumed yet, contiguous. Bytes once appended never move or change,
 * so that views into `bytes` stay valid; a chunk that arrives when nothing is left over is used as it is, not copied.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Offset in the stream of `bytes[0]`. */
  origin = 0;
  private spareOwned = false;

  get length(): number {
    return this.end - this.start;
  }

  get offset(): number {
    return this.origin + this.start;
  }

  append(chunk: Uint8Array): void {
    const left = this.length;
    if (left === 0) {
      this.replace(asBuffer(chunk), chunk.length);
      this.spareOwned = false;
      return;
    }
    if (!this.spareOwned || this.bytes.length - this.end < chunk.length) {
      // Doubling keeps the copying linear when a record arrives in many small chunks.
      const grown = Buffer.allocUnsafeSlow(left + Math.max(chunk.length, left > 4096 ? left : chunk.length));
      this.bytes.copy(grown, 0, this.start, this.end);
      this.replace(grown, left);
      this.spareOwned = true;
    }
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  private replace(bytes: Buffer, filled: number): void {
    this.origin += this.start;
    this.bytes = bytes;
    this.start = 0;
    this.end = filled;
  }
}
