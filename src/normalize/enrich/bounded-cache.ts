/**
 * Keeps at least the `max / 2` keys used last, and never more than `max`. Two generations instead of a linked list: a hit in the
 * young one costs one lookup, and forgetting is dropping a map.
 */
export class BoundedCache<Value> {
  private readonly generationMax: number;
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();

  constructor(max: number) {
    this.generationMax = Math.max(1, Math.floor(max / 2));
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  get(key: string): Value | undefined {
    const found = this.young.get(key);
    if (found !== undefined) return found;
    const older = this.old.get(key);
    if (older === undefined) return undefined;
    this.old.delete(key);
    this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.generationMax && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}
