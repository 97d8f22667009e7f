import type { Event } from '../event/event.ts';
import type { Expr } from './ir.ts';
import { EventReader, FieldTable } from './event-reader.ts';
import { MatcherCompiler, nodeHolds } from './matcher.ts';
import type { Rule } from './rule.ts';
import { buildRuleIndex, type IndexEntry } from './rule-index.ts';
import { countValues, isCoarse, planWitnesses } from './witness.ts';

/** Rules compiled together: each event is looked up in the index, and only the candidates are asked. */
export interface Program {
  match(event: Event): readonly Rule[];
}

const noRules: readonly Rule[] = [];

/** `prepare` fits a rule's expression to the events that are to come. */
export function compileProgram(rules: readonly Rule[], prepare: (expr: Expr) => Expr): Program {
  const table = new FieldTable();
  const { entries, unindexed, rest } = indexRules(rules.map(({ expr }) => prepare(expr)));
  const index = buildRuleIndex(entries, table);
  const compiler = new MatcherCompiler(table);
  const nodes = rest.map((expr) => compiler.compile(expr));
  // Small enough to stay in the cache, where thousands of nodes do not: most candidates end here.
  const guards = Int32Array.from(rest, (expr) => guardSlot(expr, table));
  const reader = new EventReader(table.fields);
  const ask = (numbers: readonly number[], found: number[] | null): number[] | null => {
    let matched = found;
    for (let at = 0; at < numbers.length; at++) {
      const rule = numbers[at] ?? 0;
      const guard = guards[rule] ?? -1;
      if (guard >= 0 && reader.value(guard) === undefined) continue;
      const node = nodes[rule];
      if (node !== undefined && nodeHolds(node, reader)) (matched ??= []).push(rule);
    }
    return matched;
  };
  return {
    match(event) {
      reader.start(event);
      const candidates = index.candidates(reader);
      let found = ask(candidates, null);
      found = ask(unindexed, found);
      if (found === null) return noRules;
      if (found.length > 1) found.sort((a, b) => a - b);
      return found.flatMap((rule) => rules[rule] ?? []);
    },
  };
}

/** A field that has to be there for the expression to hold, the likeliest to be missing; -1 where there is none. */
function guardSlot(expr: Expr, table: FieldTable): number {
  const parts = expr.kind === 'and' ? expr.of : [expr];
  for (const part of parts) {
    if (part.kind !== 'test' || part.test.kind === 'null') continue;
    if (part.field.kind === 'path' && !isCoarse(part.field)) return table.slot(part.field);
  }
  return -1;
}

interface IndexedRules {
  readonly entries: readonly IndexEntry[];
  readonly unindexed: readonly number[];
  /** What each rule has to be asked once it is a candidate. */
  readonly rest: readonly Expr[];
}

function indexRules(exprs: readonly Expr[]): IndexedRules {
  const cardinality = countValues(exprs);
  const entries: IndexEntry[] = [];
  const unindexed: number[] = [];
  const rest = exprs.map((expr, rule) => {
    const plan = planWitnesses(expr, cardinality);
    if (plan === null) unindexed.push(rule);
    else for (const witness of plan.witnesses) entries.push({ witness, rule });
    return plan?.rest ?? expr;
  });
  return { entries, unindexed, rest };
}
