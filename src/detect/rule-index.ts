import { type Automaton, buildAutomaton } from './aho-corasick.ts';
import type { EventReader, FieldTable } from './event-reader.ts';
import type { FieldValue } from './field-value.ts';
import { patternCharsMax, type Witness } from './witness.ts';

/** Which rules an event may match, from the witnesses it carries. */
export interface RuleIndex {
  /** Rule numbers, ascending, each once. Valid until the next call. */
  candidates(reader: EventReader): readonly number[];
}

interface FieldIndex {
  readonly slot: number;
  rulesFor(text: string): readonly number[];
}

/** One entry a witness and rule. */
export interface IndexEntry {
  readonly witness: Witness;
  readonly rule: number;
}

export function buildRuleIndex(entries: readonly IndexEntry[], table: FieldTable): RuleIndex {
  const bySlot = Map.groupBy(entries, ({ witness }) => table.slot(witness.field));
  const fields = [...bySlot].map(([slot, group]) => buildFieldIndex(slot, group));
  return {
    candidates(reader) {
      let all = none;
      for (let at = 0; at < fields.length; at++) {
        const field = fields[at];
        if (field !== undefined) all = join(all, rulesOfValue(reader.value(field.slot), field));
      }
      return all;
    },
  };
}

function rulesOfValue(value: FieldValue, field: FieldIndex): readonly number[] {
  if (typeof value === 'string') return field.rulesFor(value);
  if (value === undefined || value === null) return none;
  return value.reduce<readonly number[]>(
    (all, text) => (text === null ? all : join(all, field.rulesFor(text))),
    none,
  );
}

/** Nearly always at least one of the two is empty. */
function join(a: readonly number[], b: readonly number[]): readonly number[] {
  if (b.length === 0 || a === b) return a;
  return a.length === 0 ? b : ascending(new Set([...a, ...b]));
}

function ascending(rules: Iterable<number>): readonly number[] {
  return [...rules].toSorted((a, b) => a - b);
}

/** Texts up to this length are remembered with their rules; field values repeat more than anything else in logs. */
const rememberedCharsMax = 256;
const rememberedMax = 4_096;

function buildFieldIndex(slot: number, entries: readonly IndexEntry[]): FieldIndex {
  const lookup = buildLookup(entries);
  const remembered = new Map<string, readonly number[]>();
  return {
    slot,
    rulesFor(text) {
      if (text.length > rememberedCharsMax) return lookup(text.toLowerCase());
      const known = remembered.get(text);
      if (known !== undefined) return known;
      const rules = lookup(text.toLowerCase());
      if (remembered.size >= rememberedMax) remembered.clear();
      remembered.set(text, rules);
      return rules;
    },
  };
}

const none: readonly number[] = [];

function buildLookup(entries: readonly IndexEntry[]): (lower: string) => readonly number[] {
  const equals = groupRules(entries.filter(({ witness }) => witness.kind === 'equals'));
  const substrings = groupRules(entries.filter(({ witness }) => witness.kind === 'substring'));
  if (substrings.size === 0) return (lower) => equals.get(lower) ?? none;
  const search = buildSearch(substrings);
  return (lower) => {
    const found = new Set(equals.get(lower));
    search(lower, found);
    return found.size === 0 ? none : ascending(found);
  };
}

function groupRules(entries: readonly IndexEntry[]): ReadonlyMap<string, readonly number[]> {
  const groups = Map.groupBy(entries, ({ witness }) => witness.value);
  return new Map(
    [...groups].map(([value, group]) => [value, ascending(new Set(group.map(({ rule }) => rule)))]),
  );
}

function buildSearch(
  substrings: ReadonlyMap<string, readonly number[]>,
): (lower: string, found: Set<number>) => void {
  const byPrefix = new Map<string, number[]>();
  for (const [text, rules] of substrings) {
    const prefix = text.slice(0, patternCharsMax);
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), ...rules]);
  }
  const patterns = [...byPrefix.keys()];
  const rulesOf = [...byPrefix.values()];
  const automata = buildAutomata(patterns);
  return (lower, found) => {
    for (const { automaton, start } of automata) {
      automaton.scan(lower, (pattern) => {
        for (const rule of rulesOf[start + pattern] ?? []) found.add(rule);
      });
    }
  };
}

/** One automaton, or several where a single table would be too large. */
function buildAutomata(
  patterns: readonly string[],
  start = 0,
): readonly { readonly automaton: Automaton; readonly start: number }[] {
  const automaton = buildAutomaton(patterns);
  if (automaton !== null) return [{ automaton, start }];
  const half = Math.ceil(patterns.length / 2);
  return [
    ...buildAutomata(patterns.slice(0, half), start),
    ...buildAutomata(patterns.slice(half), start + half),
  ];
}
