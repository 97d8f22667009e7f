import { buildAutomaton } from './aho-corasick.ts';
import { type EventReader, type FieldTable, lowerCase } from './event-reader.ts';
import { placeHolds } from './evaluate.ts';
import { compilePath, type FieldValue, type Path, readMembers, readPath } from './field-value.ts';
import type { Expr, FieldRef, MembersExpr, Quantifier, Test } from './ir.ts';
import { compileTextTest, isLower } from './text-tests.ts';
import { isCoarse } from './witness.ts';

/**
 * Rules as a graph of equally shaped nodes that one small function walks. Code generated per rule was tried first: with
 * thousands of rules each function runs too seldom to be compiled well, and this was twice as fast.
 */
export interface MatchNode {
  readonly op: Op;
  readonly slot: number;
  readonly lower: boolean;
  readonly text: string;
  /** A shorter text may become this one in lower case: \u0130 becomes two characters. */
  readonly grows: boolean;
  readonly holds: (text: string) => boolean;
  readonly ask: (reader: EventReader) => boolean;
  readonly of: readonly MatchNode[];
  readonly count: number;
  /** Used by several rules: the answer is kept for the rest of the event. */
  shared: boolean;
  answeredAt: number;
  answer: boolean;
}

type Op =
  | 'and'
  | 'or'
  | 'not'
  | 'atleast'
  | 'equals'
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 'text'
  | 'ask';

/** Compiles expressions against one table of fields; equal parts of different rules become one node. */
export class MatcherCompiler {
  readonly #table: FieldTable;
  readonly #nodes = new Map<string, MatchNode>();

  constructor(table: FieldTable) {
    this.#table = table;
  }

  compile(expr: Expr): MatchNode {
    switch (expr.kind) {
      case 'constant':
        return node({ op: 'ask', ask: () => expr.value });
      case 'not':
        return node({ op: 'not', of: [this.compile(expr.of)] });
      case 'and':
        return node({ op: 'and', of: byCost(expr.of).map((part) => this.compile(part)) });
      case 'or':
        return node({ op: 'or', of: this.#alternatives(expr.of) });
      case 'atleast':
        return node({ op: 'atleast', count: expr.count, of: expr.of.map((part) => this.compile(part)) });
      case 'test':
      case 'members':
        return this.#predicate(expr);
    }
  }

  /** Many texts to look for in one field are looked for in one pass. */
  #alternatives(of: readonly Expr[]): readonly MatchNode[] {
    const groups = Map.groupBy(byCost(of), containsGroup);
    return [...groups].flatMap(([group, parts]) => {
      const [first] = parts;
      const values = parts.flatMap((part) =>
        part.kind === 'test' && part.test.kind === 'contains' ? [part.test.value] : [],
      );
      const isWorth = group !== '' && parts.length >= automatonFrom && !values.includes('');
      const automaton = isWorth ? buildAutomaton(values) : null;
      if (automaton === null || first?.kind !== 'test') return parts.map((part) => this.compile(part));
      return [this.#textNode(first.field, first.test, (text) => automaton.some(text))];
    });
  }

  #predicate(expr: Extract<Expr, { readonly kind: 'test' | 'members' }>): MatchNode {
    const key = JSON.stringify(expr);
    const known = this.#nodes.get(key);
    if (known !== undefined) {
      known.shared = true;
      return known;
    }
    const made = expr.kind === 'test' ? this.#test(expr.field, expr.test) : this.#members(expr);
    this.#nodes.set(key, made);
    return made;
  }

  #test(field: FieldRef, test: Test): MatchNode {
    const slot = this.#table.slot(field);
    switch (test.kind) {
      case 'exists':
        return node({ op: 'ask', ask: (reader) => reader.value(slot) !== undefined });
      case 'null':
        return node({ op: 'ask', ask: (reader) => isNull(reader.value(slot)) });
      case 'field': {
        const other = this.#table.slot(test.other);
        const { place } = test;
        if (test.cased)
          return node({
            op: 'ask',
            ask: (reader) => placesHold(reader.value(slot), reader.value(other), place),
          });
        return node({
          op: 'ask',
          ask: (reader) => placesHold(reader.lower(slot), reader.lower(other), place),
        });
      }
      case 'contains':
      case 'startswith':
      case 'endswith':
        return node({
          op: test.kind,
          slot,
          lower: !test.cased,
          text: test.value,
          holds: compileTextTest(test),
        });
      case 'equals': {
        const [text] = test.values;
        if (test.values.length !== 1 || text === undefined)
          return this.#textNode(field, test, compileTextTest(test));
        return node({ op: 'equals', slot, lower: !test.cased, text, holds: compileTextTest(test) });
      }
      default:
        return this.#textNode(field, test, compileTextTest(test));
    }
  }

  #textNode(field: FieldRef, test: Test, holds: (text: string) => boolean): MatchNode {
    return node({ op: 'text', slot: this.#table.slot(field), lower: isLower(test), holds });
  }

  #members({ field, quantifier, body }: MembersExpr): MatchNode {
    const slot = this.#table.slot(field);
    const holds = compileMember(body);
    return node({ op: 'ask', ask: (reader) => membersHold(reader.members(slot), quantifier, holds) });
  }
}

/** Whether the node holds for the reader's current event. */
export function nodeHolds(node: MatchNode, reader: EventReader): boolean {
  if (!node.shared) return answerOf(node, reader);
  if (node.answeredAt === reader.generation) return node.answer;
  const answer = answerOf(node, reader);
  node.answer = answer;
  node.answeredAt = reader.generation;
  return answer;
}

function answerOf(node: MatchNode, reader: EventReader): boolean {
  const { op, of } = node;
  switch (op) {
    case 'and':
      for (let at = 0; at < of.length; at++) if (!nodeHolds(of[at] ?? node, reader)) return false;
      return true;
    case 'or':
      for (let at = 0; at < of.length; at++) if (nodeHolds(of[at] ?? node, reader)) return true;
      return false;
    case 'not':
      return !nodeHolds(of[0] ?? node, reader);
    case 'atleast': {
      let held = 0;
      for (let at = 0; at < of.length; at++) if (nodeHolds(of[at] ?? node, reader)) held += 1;
      return held >= node.count;
    }
    case 'ask':
      return node.ask(reader);
    case 'equals': {
      const value = reader.value(node.slot);
      if (typeof value === 'string') {
        if (value === node.text) return true;
        if (
          !node.lower ||
          value.length > node.text.length ||
          (value.length < node.text.length && !node.grows)
        )
          return false;
      }
      return textHolds(node, op, node.lower ? reader.lower(node.slot) : value);
    }
    default:
      return textHolds(node, op, node.lower ? reader.lower(node.slot) : reader.value(node.slot));
  }
}

function textHolds(node: MatchNode, op: Op, value: FieldValue): boolean {
  if (typeof value !== 'string') return value !== undefined && value !== null && anyHolds(value, node.holds);
  switch (op) {
    case 'equals':
      return value === node.text;
    case 'contains':
      return value.includes(node.text);
    case 'startswith':
      return value.startsWith(node.text);
    case 'endswith':
      return value.endsWith(node.text);
    default:
      return node.holds(value);
  }
}

/** One shape for all nodes keeps the walk monomorphic. */
function node(given: Partial<MatchNode> & { readonly op: Op }): MatchNode {
  return {
    // What every visit reads comes first, within one cache line: with thousands of rules memory is what takes the time.
    op: given.op,
    shared: false,
    of: given.of ?? [],
    slot: given.slot ?? 0,
    text: given.text ?? '',
    lower: given.lower ?? false,
    grows: given.text?.includes('\u0307') ?? false,
    answeredAt: -1,
    answer: false,
    count: given.count ?? 0,
    holds: given.holds ?? holdsNever,
    ask: given.ask ?? holdsNever,
  };
}

function holdsNever(): boolean {
  return false;
}

/** Alternatives on one field from which a single pass over the text is quicker than one search each. */
const automatonFrom = 8;

/** The group of alternatives that one automaton can serve; '' for none. */
function containsGroup(expr: Expr): string {
  if (expr.kind !== 'test' || expr.test.kind !== 'contains') return '';
  return JSON.stringify([expr.field, expr.test.cased]);
}

/** What rules most out for the least first. */
function byCost(of: readonly Expr[]): readonly Expr[] {
  const costs = of.map((expr) => ({ expr, cost: costOf(expr) }));
  return costs.toSorted((a, b) => a.cost - b.cost).map(({ expr }) => expr);
}

function costOf(expr: Expr): number {
  switch (expr.kind) {
    case 'constant':
      return 0;
    case 'not':
      return costOf(expr.of);
    case 'and':
    case 'or':
    case 'atleast':
      return expr.of.reduce((sum, part) => sum + costOf(part), 0);
    case 'members':
      return 50;
    case 'test':
      return testCosts[expr.test.kind] + (expr.field.kind === 'raw' ? 100 : isCoarse(expr.field) ? 3 : 0);
  }
}

const testCosts: Readonly<Record<Test['kind'], number>> = {
  equals: 1,
  exists: 1,
  null: 1,
  startswith: 2,
  endswith: 2,
  compare: 3,
  contains: 3,
  glob: 5,
  cidr: 6,
  time: 6,
  field: 6,
  regex: 30,
};

function anyHolds(value: FieldValue, holds: (text: string) => boolean): boolean {
  if (typeof value === 'string') return holds(value);
  if (value === undefined || value === null) return false;
  for (const text of value) if (text !== null && holds(text)) return true;
  return false;
}

function isNull(value: FieldValue): boolean {
  return value === undefined || value === null || (typeof value !== 'string' && value.includes(null));
}

function placesHold(value: FieldValue, other: FieldValue, place: Parameters<typeof placeHolds>[0]): boolean {
  return anyHolds(value, (text) => anyHolds(other, (part) => placeHolds(place, text, part)));
}

function membersHold(
  members: readonly unknown[],
  quantifier: Quantifier,
  holds: (member: unknown) => boolean,
): boolean {
  switch (quantifier) {
    case 'any':
      return members.some(holds);
    case 'all':
      return members.length > 0 && members.every(holds);
    case 'all_or_empty':
      return members.every(holds);
    case 'none':
      return !members.some(holds);
  }
}

/** Blocks are rare and their members small: closures do, without memory between members. */
function compileMember(expr: Expr): (member: unknown) => boolean {
  switch (expr.kind) {
    case 'constant':
      return () => expr.value;
    case 'and': {
      const parts = expr.of.map(compileMember);
      return (member) => parts.every((holds) => holds(member));
    }
    case 'or': {
      const parts = expr.of.map(compileMember);
      return (member) => parts.some((holds) => holds(member));
    }
    case 'atleast': {
      const parts = expr.of.map(compileMember);
      return (member) => parts.filter((holds) => holds(member)).length >= expr.count;
    }
    case 'not': {
      const holds = compileMember(expr.of);
      return (member) => !holds(member);
    }
    case 'members': {
      const holds = compileMember(expr.body);
      const path = pathOf(expr.field);
      return (member) => membersHold((path && readMembers(member, path)) ?? [], expr.quantifier, holds);
    }
    case 'test':
      return compileMemberTest(pathOf(expr.field), expr.test);
  }
}

function compileMemberTest(path: Path | null, test: Test): (member: unknown) => boolean {
  if (path === null) return () => test.kind === 'null';
  if (test.kind === 'exists') return (member) => readPath(member, path) !== undefined;
  if (test.kind === 'null') return (member) => isNull(readPath(member, path));
  const fold = isLower(test) ? lowerCase : (value: FieldValue): FieldValue => value;
  if (test.kind === 'field') {
    const { place } = test;
    const other = pathOf(test.other);
    if (other === null) return () => false;
    return (member) => placesHold(fold(readPath(member, path)), fold(readPath(member, other)), place);
  }
  const holds = compileTextTest(test);
  return (member) => anyHolds(fold(readPath(member, path)), holds);
}

function pathOf(field: FieldRef): Path | null {
  return field.kind === 'path' ? compilePath(field.parts) : null;
}
