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
    for (; digits >= 8; digits -= 8) text += hexEights[this.next() >>> 18];
    if (digits >= 4) {
      text += hexFours[this.next() >>> 16];
      digits -= 4;
    }
    return digits > 0 ? text + at(hexFours, this.next() >>> 16).slice(0, digits) : text;
  }

  /** 48 bits of chance: enough for what need not be unique. Few pieces, for speed. */
  uuid(): string {
    const x = this.next();
    return `${uuidHeads[x >>> 16]}${uuidTails[x & 0xffff]}${hexFours[this.next() >>> 16]}`;
  }

  /** A different one for each serial number below 2^32. */
  uniqueUuid(serial: number): string {
    const x = Math.imul(serial, 0x9e3779b1) >>> 0; // odd factor: no two serial numbers meet
    return `${uuidHeads[x >>> 16]}${uuidTails[x & 0xffff]}${hexFours[this.next() >>> 16]}`;
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
    for (; length >= 8; length -= 8) text += base64Eights[this.next() >>> 18];
    return length > 0 ? text + at(base64Eights, this.next() >>> 18).slice(0, length) : text;
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

const upperPairs = pairs('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const hexFours = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'));
const hexEights = table(16_384, '0123456789abcdef', 'xxxxxxxx');
const base64Eights = table(
  16_384,
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'xxxxxxxx',
);
const uuidHeads = table(65_536, '0123456789abcdef', 'xxxxxxxx-xxxx-4xxx-');
const uuidTails = table(65_536, '0123456789abcdef', 'axxx-xxxxxxxx');

/** Texts of one form in which each x stands for a random letter: long pieces make cheap strings. */
function table(count: number, alphabet: string, form: string): string[] {
  const random = new Random(count, form + alphabet);
  const bytes = Buffer.alloc(count * form.length, form);
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0x78) bytes[i] = alphabet.charCodeAt(random.int(alphabet.length));
  }
  return Array.from({ length: count }, (_, i) =>
    bytes.toString('latin1', i * form.length, (i + 1) * form.length),
  );
}

function pairs(alphabet: string): string[] {
  const letters = alphabet.split('');
  return letters.flatMap((first) => letters.map((second) => first + second));
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`index ${index} of a list of ${list.length}`);
  return value;
}
