/**
 * Keeps two commits that touch the same event, chunk or finding from overlapping: the later one waits for the earlier.
 * Commits without anything in common run side by side.
 */
export class Claims {
  readonly #held = new Set<Claim>();

  /** Resolves with what ends the claim. */
  async acquire(keys: ReadonlySet<string>): Promise<() => void> {
    for (;;) {
      const blocker = [...this.#held].find((claim) => !claim.keys.isDisjointFrom(keys));
      if (blocker === undefined) break;
      await blocker.released;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const claim: Claim = { keys, released: promise };
    this.#held.add(claim);
    return () => {
      this.#held.delete(claim);
      resolve();
    };
  }
}

interface Claim {
  readonly keys: ReadonlySet<string>;
  readonly released: Promise<void>;
}
