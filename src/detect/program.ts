import type { Event } from '../event/event.ts';
import { EventReader, FieldTable } from './event-reader.ts';
import { generateCode } from './generate-code.ts';
import type { Rule } from './rule.ts';
import { buildRuleIndex, type IndexEntry } from './rule-index.ts';
import { countValues, findWitnesses } from './witness.ts';

/** Rules compiled together: each event is looked up in the index, and only the candidates are asked. */
export interface Program {
  match(event: Event): readonly Rule[];
  /** Rules that have no witness and are asked of every event. */
  readonly unindexed: number;
}

const noRules: readonly Rule[] = [];

export function compileProgram(rules: readonly Rule[]): Program {
  const table = new FieldTable();
  const exprs = rules.map(({ expr }) => expr);
  const { entries, unindexed } = indexRules(rules);
  const index = buildRuleIndex(entries, table);
  const { source, constants, predicates } = generateCode(exprs, table);
  // Built from the IR alone; see generateCode.
  const matchers = new Function('k', source)(constants) as readonly ((reader: EventReader) => boolean)[];
  const reader = new EventReader(table.fields, predicates);
  const askedAt = new Int32Array(rules.length);
  const candidates: number[] = [];
  const collect = (rule: number): void => {
    if (askedAt[rule] === reader.generation) return;
    askedAt[rule] = reader.generation;
    candidates.push(rule);
  };
  return {
    unindexed: unindexed.length,
    match(event) {
      reader.start(event);
      if (reader.generation === 1) askedAt.fill(0);
      candidates.length = 0;
      index.candidates(reader, collect);
      let found: number[] | null = null;
      for (const rule of candidates) if (matchers[rule]?.(reader) === true) (found ??= []).push(rule);
      for (const rule of unindexed) if (matchers[rule]?.(reader) === true) (found ??= []).push(rule);
      if (found === null) return noRules;
      return found.toSorted((a, b) => a - b).flatMap((rule) => rules[rule] ?? []);
    },
  };
}

function indexRules(rules: readonly Rule[]): {
  readonly entries: readonly IndexEntry[];
  readonly unindexed: readonly number[];
} {
  const cardinality = countValues(rules.map(({ expr }) => expr));
  const entries: IndexEntry[] = [];
  const unindexed: number[] = [];
  for (const [rule, { expr }] of rules.entries()) {
    const witnesses = findWitnesses(expr, cardinality);
    if (witnesses === null) unindexed.push(rule);
    else for (const witness of witnesses) entries.push({ witness, rule });
  }
  return { entries, unindexed };
}
