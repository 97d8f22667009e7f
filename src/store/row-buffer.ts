import assert from 'node:assert/strict';

/** Below this, a loop over char codes is faster than a call into the runtime. */
const shortText = 24;

/** A growing buffer that speaks ClickHouse's RowBinary. */
export class RowBuffer {
  #bytes: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** A copy of exact size, owned by the caller and transferable; the buffer is empty afterwards. */
  take(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    bytes.set(this.#bytes.subarray(0, this.length));
    this.length = 0;
    return bytes;
  }

  /** Whole milliseconds within ±2^53. */
  int64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 2 ** 32);
    this.#bytes.writeUInt32LE(value - high * 2 ** 32, this.length);
    this.#bytes.writeInt32LE(high, this.length + 4);
    this.length += 8;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.length = this.#bytes.writeInt32LE(value, this.length);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.length = this.#bytes.writeUInt32LE(value, this.length);
  }

  nullableBoolean(value: boolean | null): void {
    this.#reserve(2);
    this.#byte(value === null ? 1 : 0);
    if (value !== null) this.#byte(value ? 1 : 0);
  }

  /** What is no whole number in range counts as absent: log content is not to be trusted. */
  nullableUint16(value: number | null): void {
    this.#reserve(3);
    const known = value !== null && Number.isInteger(value) && value >= 0 && value <= 0xffff;
    this.#byte(known ? 0 : 1);
    if (known) this.length = this.#bytes.writeUInt16LE(value, this.length);
  }

  nullableUint64(value: number | null): void {
    this.#reserve(9);
    const known = value !== null && Number.isSafeInteger(value) && value >= 0;
    this.#byte(known ? 0 : 1);
    if (known) this.int64(value);
  }

  nullableInt64(value: number | null): void {
    this.#reserve(1);
    this.#byte(value === null ? 1 : 0);
    if (value !== null) this.int64(value);
  }

  /** UTF-8; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const count = value.length;
    if (count === 0) {
      this.#reserve(1);
      this.#byte(0);
      return;
    }
    const bytesMax = count * 3;
    const lengthWidth = varintWidth(bytesMax);
    this.#reserve(bytesMax + lengthWidth);
    const start = this.length + lengthWidth;
    const written = count <= shortText ? this.#ascii(value, start) : -1;
    const bytes = written >= 0 ? written : this.#bytes.write(value, start, 'utf8');
    this.#paddedVarint(bytes, lengthWidth);
    this.length = start + bytes;
  }

  texts(values: readonly string[]): void {
    this.#varint(values.length);
    for (const value of values) this.text(value);
  }

  textMap(values: Readonly<Record<string, string>>): void {
    const entries = Object.entries(values);
    this.#varint(entries.length);
    for (const [key, value] of entries) {
      this.text(key);
      this.text(value);
    }
  }

  blob(value: Uint8Array): void {
    this.#varint(value.length);
    this.bytes(value);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
  }

  /** The engine keeps a UUID as two little-endian words; written this way its text has the bytes in their order. */
  uuid(value: Uint8Array): void {
    assert.equal(value.length, 16);
    this.#reserve(16);
    for (let index = 0; index < 16; index++) {
      this.#bytes[this.length + (index < 8 ? 7 - index : 23 - index)] = value[index] ?? 0;
    }
    this.length += 16;
  }

  /** Returns -1 at the first character beyond ASCII. */
  #ascii(value: string, start: number): number {
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) return -1;
      this.#bytes[start + index] = code;
    }
    return value.length;
  }

  #byte(value: number): void {
    this.#bytes[this.length++] = value;
  }

  #varint(value: number): void {
    const width = varintWidth(value);
    this.#reserve(width);
    this.#paddedVarint(value, width);
    this.length += width;
  }

  /** LEB128 padded to a width chosen before the value was known; readers take the longer form as well. */
  #paddedVarint(value: number, width: number): void {
    let rest = value;
    for (let index = 0; index < width; index++) {
      this.#bytes[this.length + index] = (rest & 0x7f) | (index === width - 1 ? 0 : 0x80);
      rest >>>= 7;
    }
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }
}

function varintWidth(value: number): number {
  if (value < 2 ** 7) return 1;
  if (value < 2 ** 14) return 2;
  if (value < 2 ** 21) return 3;
  if (value < 2 ** 28) return 4;
  return 5;
}
