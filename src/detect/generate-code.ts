import { buildAutomaton } from './aho-corasick.ts';
import { type FieldTable, lowerCase } from './event-reader.ts';
import { placeHolds } from './evaluate.ts';
import { compilePath, type FieldValue, type Path, readMembers, readPath } from './field-value.ts';
import type { Expr, FieldRef, MembersExpr, Quantifier, Test } from './ir.ts';
import { compileTextTest, isLower } from './text-tests.ts';

/**
 * The body of a function for `new Function`, and what it refers to. Constants enter as JSON text, everything else by number:
 * nothing of a rule is ever part of the code itself.
 */
export interface GeneratedCode {
  readonly source: string;
  readonly constants: readonly unknown[];
  /** Shared predicates, whose results the reader remembers. */
  readonly predicates: number;
}

/** Code that returns one function a rule: `(reader) => boolean`. */
export function generateCode(exprs: readonly Expr[], table: FieldTable): GeneratedCode {
  const generator = new Generator(countUses(exprs), table);
  const rules = exprs.map((expr) => `function(c){return ${generator.boolean(expr)}}`);
  const source = `"use strict";${generator.declarations.join('')}return [${rules.join(',')}];`;
  return { source, constants: generator.constants, predicates: generator.predicates };
}

/** How often each predicate occurs in all rules together. */
function countUses(exprs: readonly Expr[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'not') visit(expr.of);
    else if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'atleast') expr.of.forEach(visit);
    else if (expr.kind !== 'constant') {
      const key = JSON.stringify(expr);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  };
  exprs.forEach(visit);
  return uses;
}

/** Cheapest first, so that the dear ones are seldom asked. */
function cost(expr: Expr): number {
  switch (expr.kind) {
    case 'constant':
      return 0;
    case 'not':
      return cost(expr.of);
    case 'and':
    case 'or':
    case 'atleast':
      return expr.of.reduce((sum, part) => sum + cost(part), 0);
    case 'members':
      return 50;
    case 'test':
      return testCosts[expr.test.kind] + (expr.field.kind === 'raw' ? 100 : 0);
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

/** Alternatives on one field from which a single pass over the text is quicker than one search each. */
const automatonFrom = 8;

class Generator {
  readonly declarations: string[] = [];
  readonly constants: unknown[] = [anyHolds, membersHold, readPath, lowerCase, placesHold];
  predicates = 0;
  readonly #uses: ReadonlyMap<string, number>;
  readonly #table: FieldTable;
  readonly #named = new Map<string, string>();

  constructor(uses: ReadonlyMap<string, number>, table: FieldTable) {
    this.#uses = uses;
    this.#table = table;
  }

  /** An expression over the reader `c`. */
  boolean(expr: Expr): string {
    switch (expr.kind) {
      case 'constant':
        return String(expr.value);
      case 'not':
        return `!${this.boolean(expr.of)}`;
      case 'and':
        return `(${byCost(expr.of)
          .map((part) => this.boolean(part))
          .join('&&')})`;
      case 'or':
        return `(${this.#alternatives(expr.of).join('||')})`;
      case 'atleast':
        return `(${expr.of.map((part) => `(${this.boolean(part)}?1:0)`).join('+')}>=${expr.count})`;
      case 'test':
      case 'members':
        return this.#predicate(expr);
    }
  }

  #alternatives(of: readonly Expr[]): string[] {
    const groups = Map.groupBy(of, (expr) => containsGroup(expr));
    const code: string[] = [];
    for (const [group, parts] of groups) {
      const [first] = parts;
      const values = parts.flatMap((part) =>
        part.kind === 'test' && part.test.kind === 'contains' ? [part.test.value] : [],
      );
      const automaton =
        group === '' || parts.length < automatonFrom || values.includes('') ? null : buildAutomaton(values);
      if (automaton === null || first?.kind !== 'test')
        code.push(...byCost(parts).map((part) => this.boolean(part)));
      else code.push(this.#call(first.field, isLower(first.test), (text) => automaton.some(text)));
    }
    return code;
  }

  /** A predicate in use by several rules is asked once an event. */
  #predicate(expr: Extract<Expr, { readonly kind: 'test' | 'members' }>): string {
    const key = JSON.stringify(expr);
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const code = expr.kind === 'test' ? this.#test(expr.field, expr.test) : this.#members(expr);
    if ((this.#uses.get(key) ?? 0) < 2) return code;
    const id = this.predicates++;
    this.declarations.push(
      `function p${id}(c){const m=c.memo[${id}];if(m>>>1===c.generation)return (m&1)===1;` +
        `const r=${code};c.memo[${id}]=c.generation*2+(r?1:0);return r}`,
    );
    const call = `p${id}(c)`;
    this.#named.set(key, call);
    return call;
  }

  #test(field: FieldRef, test: Test): string {
    const slot = this.#table.slot(field);
    if (test.kind === 'exists') return `(c.value(${slot})!==undefined)`;
    if (test.kind === 'null') return `${this.#constant(isNull)}(c.value(${slot}))`;
    if (test.kind === 'field') {
      const other = this.#table.slot(test.other);
      const read = test.cased ? 'value' : 'lower';
      return `k[4](c.${read}(${slot}),c.${read}(${other}),${JSON.stringify(test.place)})`;
    }
    const inline = inlineTest(test);
    const holds = compileTextTest(test);
    return inline === null
      ? this.#call(field, isLower(test), holds)
      : this.#inline(field, isLower(test), inline, holds);
  }

  #call(field: FieldRef, lower: boolean, holds: (text: string) => boolean): string {
    const read = `c.${lower ? 'lower' : 'value'}(${this.#table.slot(field)})`;
    return `k[0](${read},${this.#constant(holds)})`;
  }

  /** A single text, the usual case, is tested in place. */
  #inline(
    field: FieldRef,
    lower: boolean,
    code: (text: string) => string,
    holds: (text: string) => boolean,
  ): string {
    const id = this.declarations.length;
    const read = `c.${lower ? 'lower' : 'value'}(${this.#table.slot(field)})`;
    this.declarations.push(
      `function t${id}(c){const v=${read};return typeof v==="string"?${code('v')}:k[0](v,${this.#constant(holds)})}`,
    );
    return `t${id}(c)`;
  }

  #members({ field, quantifier, body }: MembersExpr): string {
    const slot = this.#table.slot(field);
    return `k[1](c.members(${slot}),${JSON.stringify(quantifier)},${this.#constant(compileMember(body))})`;
  }

  #constant(value: unknown): string {
    return `k[${this.constants.push(value) - 1}]`;
  }
}

function byCost(of: readonly Expr[]): readonly Expr[] {
  return of
    .map((expr) => ({ expr, cost: cost(expr) }))
    .toSorted((a, b) => a.cost - b.cost)
    .map(({ expr }) => expr);
}

/** The group of alternatives that one automaton can serve; '' for none. */
function containsGroup(expr: Expr): string {
  if (expr.kind !== 'test' || expr.test.kind !== 'contains') return '';
  return JSON.stringify([expr.field, expr.test.cased]);
}

function inlineTest(test: Test): ((text: string) => string) | null {
  switch (test.kind) {
    case 'equals': {
      if (test.values.length > 3) return null;
      return (text) => `(${test.values.map((value) => `${text}===${JSON.stringify(value)}`).join('||')})`;
    }
    case 'contains':
      return (text) => `${text}.includes(${JSON.stringify(test.value)})`;
    case 'startswith':
      return (text) => `${text}.startsWith(${JSON.stringify(test.value)})`;
    case 'endswith':
      return (text) => `${text}.endsWith(${JSON.stringify(test.value)})`;
    default:
      return null;
  }
}

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
    const other = pathOf(test.other);
    return (member) =>
      placesHold(
        fold(readPath(member, path)),
        other === null ? undefined : fold(readPath(member, other)),
        test.place,
      );
  }
  const holds = compileTextTest(test);
  return (member) => anyHolds(fold(readPath(member, path)), holds);
}

function pathOf(field: FieldRef): Path | null {
  return field.kind === 'path' ? compilePath(field.parts) : null;
}
