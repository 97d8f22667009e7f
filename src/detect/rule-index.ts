import { type Automaton, buildAutomaton } from './aho-corasick.ts';
import type { EventReader, FieldTable } from './event-reader.ts';
import type { FieldValue } from './field-value.ts';
import { patternCharsMax, type Witness } from './witness.ts';

/** Which rules an event may match, from the witnesses it carries. */
export interface RuleIndex {
  /** Calls `found` with rule numbers; the same one may come more than once. */
  candidates(reader: EventReader, found: (rule: number) => void): void;
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
    candidates(reader, found) {
      for (const field of fields) visit(reader.value(field.slot), field, found);
    },
  };
}

function visit(value: FieldValue, field: FieldIndex, found: (rule: number) => void): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string') {
    const rules = field.rulesFor(value);
    for (let at = 0; at < rules.length; at++) found(rules[at] ?? 0);
    return;
  }
  for (const text of value) if (text !== null) visit(text, field, found);
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
    return found.size === 0 ? none : [...found];
  };
}

function groupRules(entries: readonly IndexEntry[]): ReadonlyMap<string, readonly number[]> {
  const groups = Map.groupBy(entries, ({ witness }) => witness.value);
  return new Map([...groups].map(([value, group]) => [value, [...new Set(group.map(({ rule }) => rule))]]));
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
