/** Finds which of many patterns occur in a text, in one pass over it, whatever their number. */
export interface Automaton {
  /** Calls `hit` with the index of each pattern that occurs; a pattern may be named more than once. */
  scan(text: string, hit: (pattern: number) => void): void;
  /** Whether any pattern occurs. */
  some(text: string): boolean;
}

/** Table cells: states times distinct characters. 64 MB. */
const cellsMax = 16 * 1024 ** 2;

/**
 * A complete transition table over the patterns' own characters: one load per character of the text. Null where the table
 * would exceed its limit; empty patterns are not allowed.
 */
export function buildAutomaton(patterns: readonly string[]): Automaton | null {
  const classes = new Uint16Array(65_536);
  let classCount = 1;
  let chars = 0;
  for (const pattern of patterns) {
    for (let at = 0; at < pattern.length; at++) {
      const code = pattern.charCodeAt(at);
      if (classes[code] === 0) classes[code] = classCount++;
    }
    chars += pattern.length;
  }
  if ((chars + 1) * classCount > cellsMax) return null;
  const trie = buildTrie(patterns, classes, classCount, chars + 1);
  return createAutomaton(trie, classes, classCount);
}

interface Trie {
  /** Next state by state and class; 0 is the root. */
  readonly next: Int32Array;
  /** First output of a state, or -1; outputs are chained through `outputNext`. */
  readonly outputs: readonly (readonly number[])[];
}

function buildTrie(
  patterns: readonly string[],
  classes: Uint16Array,
  width: number,
  statesMax: number,
): Trie {
  const next = new Int32Array(statesMax * width);
  const outputs: number[][] = [[]];
  for (const [index, pattern] of patterns.entries()) {
    let state = 0;
    for (let at = 0; at < pattern.length; at++) {
      const cell = state * width + (classes[pattern.charCodeAt(at)] ?? 0);
      if (next[cell] === 0) next[cell] = outputs.push([]) - 1;
      state = next[cell] ?? 0;
    }
    outputs[state]?.push(index);
  }
  linkFailures(next, outputs, width);
  return { next, outputs };
}

/** Breadth first: each state takes what it lacks from the state of its longest proper suffix. */
function linkFailures(next: Int32Array, outputs: number[][], width: number): void {
  const failures = new Int32Array(outputs.length);
  const queue: number[] = [];
  for (let cell = 0; cell < width; cell++) if (next[cell] !== 0) queue.push(next[cell] ?? 0);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const failure = failures[state] ?? 0;
    outputs[state]?.push(...(outputs[failure] ?? []));
    for (let offset = 0; offset < width; offset++) {
      const cell = state * width + offset;
      const fallback = next[failure * width + offset] ?? 0;
      const child = next[cell] ?? 0;
      if (child === 0) next[cell] = fallback;
      else {
        failures[child] = fallback;
        queue.push(child);
      }
    }
  }
}

function createAutomaton({ next, outputs }: Trie, classes: Uint16Array, width: number): Automaton {
  const isOutput = Uint8Array.from(outputs, (list) => (list.length > 0 ? 1 : 0));
  return {
    scan(text, hit) {
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        state = next[state * width + (classes[text.charCodeAt(at)] ?? 0)] ?? 0;
        if (isOutput[state] === 1) for (const pattern of outputs[state] ?? []) hit(pattern);
      }
    },
    some(text) {
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        state = next[state * width + (classes[text.charCodeAt(at)] ?? 0)] ?? 0;
        if (isOutput[state] === 1) return true;
      }
      return false;
    },
  };
}
