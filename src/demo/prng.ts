/**
 * A small, fast generator of our own (sfc32, 128 bits of state): the same seed gives the same numbers on every machine.
 * Not for secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Streams of one seed are independent: what one part of the simulation draws does not shift another. */
  constructor(seed: number, stream: string) {
    let h = 0x811c9dc5 ^ seed;
    for (let i = 0; i < stream.length; i++) h = Math.imul(h ^ stream.charCodeAt(i), 0x01000193);
    this.a = h | 0;
    this.b = Math.imul(h, 0x9e3779b1) ^ seed;
    this.c = Math.imul(h ^ 0x5bd1e995, 0x85ebca6b) | 0;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** 0 … 2^32 - 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    return this.next() / 4294967296;
  }

  /** 0 … count - 1. */
  int(count: number): number {
    return Math.floor((this.next() / 4294967296) * count);
  }

  /** Both ends included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 4294967296;
  }

  pick<T>(list: readonly T[]): T {
    return at(list, this.int(list.length));
  }

  /** Like `pick`, but early members come up far more often than late ones, as real resources do. */
  pickSkewed<T>(list: readonly T[]): T {
    const u = this.unit();
    return at(list, Math.floor(u * u * u * list.length));
  }

  /** Lower-case hex digits. */
  hex(digits: number): string {
    let text = '';
    for (; digits >= 4; digits -= 4) text += hexTable[this.next() >>> 16];
    return digits > 0 ? text + at(hexTable, this.next() >>> 16).slice(0, digits) : text;
  }

  uuid(): string {
    const x = this.next();
    const y = this.next();
    const z = this.next();
    const w = this.next();
    const version = (y & 0x0fff) | 0x4000;
    const variant = ((z >>> 16) & 0x3fff) | 0x8000;
    return `${hexTable[x >>> 16]}${hexTable[x & 0xffff]}-${hexTable[y >>> 16]}-${hexTable[version]}-${hexTable[variant]}-${hexTable[z & 0xffff]}${hexTable[w >>> 16]}${hexTable[w & 0xffff]}`;
  }

  /** Upper-case letters and digits, as in principal ids and S3 request ids. */
  upper(length: number): string {
    let text = '';
    for (; length >= 2; length -= 2) text += upperPairs[this.int(upperPairs.length)];
    return length > 0 ? text + at(upperPairs, this.int(upperPairs.length)).slice(0, 1) : text;
  }

  /** Letters and digits of both cases with + and /, as in opaque tokens. */
  base64(length: number): string {
    let text = '';
    for (; length >= 4; length -= 4) {
      const x = this.next();
      text += at(base64Pairs, x >>> 20) + at(base64Pairs, x & 0xfff);
    }
    return length > 0 ? text + (at(base64Pairs, this.next() >>> 20) + 'Ab').slice(0, length) : text;
  }
}

/** Draws an index by weight; built once, drawn often. */
export class WeightedChoice {
  private readonly sums: Float64Array;

  constructor(weights: readonly number[]) {
    this.sums = new Float64Array(weights.length);
    let sum = 0;
    weights.forEach((weight, i) => {
      sum += weight;
      this.sums[i] = sum;
    });
  }

  draw(random: Random): number {
    const target = random.unit() * (this.sums[this.sums.length - 1] ?? 0);
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sums[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const hexTable = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'));
const upperPairs = pairs('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const base64Pairs = pairs('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function pairs(alphabet: string): string[] {
  return [...alphabet].flatMap((first) => [...alphabet].map((second) => first + second));
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`index ${index} of a list of ${list.length}`);
  return value;
}
