import { allOf, always, type Expr, type FieldRef, type Glob, type Test } from './ir.ts';
import { normalForm } from './normal-form.ts';
import { requiredLiteral } from './regex-literal.ts';

/** An index looks for no more of a text: its start is enough to make a candidate. */
export const patternCharsMax = 24;

/** A text that a field must equal or contain, both in lower case, for a rule to have a chance. */
export interface Witness {
  readonly field: FieldRef;
  readonly kind: 'equals' | 'substring';
  readonly value: string;
}

/** How an index can tell that a rule may match. */
export interface WitnessPlan {
  /** At least one of them is present in every event that the rule matches. */
  readonly witnesses: readonly Witness[];
  /** What is left to ask of an event that carries a witness. */
  readonly rest: Expr;
}

/** Witnesses as rare as the rule allows; null where it has none and must be asked of every event. */
export function planWitnesses(expr: Expr, cardinality: FieldCardinality): WitnessPlan | null {
  const normal = normalForm(expr);
  const choice = choose(normal, { parts: [], cuts: [] }, cardinality);
  if (choice === null) return null;
  const { witnesses, proves } = choice;
  if (proves === null) return { witnesses, rest: normal };
  if (proves === normal) return { witnesses, rest: always };
  return {
    witnesses,
    rest: normal.kind === 'and' ? allOf(normal.of.filter((part) => part !== proves)) : normal,
  };
}

/** How many different values the rules ask of a field: the more, the rarer each of them is taken to be. */
export type FieldCardinality = ReadonlyMap<string, number>;

export function fieldKey(field: FieldRef): string {
  return field.kind === 'raw' ? '' : JSON.stringify([field.parts, field.cuts]);
}

export function countValues(exprs: readonly Expr[]): FieldCardinality {
  const values = new Map<string, Set<string>>();
  const collect = (expr: Expr): void => {
    if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'atleast') expr.of.forEach(collect);
    if (expr.kind !== 'test' || expr.test.kind !== 'equals') return;
    const key = fieldKey(expr.field);
    const set = values.get(key) ?? new Set();
    values.set(key, set);
    for (const value of expr.test.values) set.add(value);
  };
  exprs.forEach(collect);
  return new Map([...values].map(([key, set]) => [key, set.size]));
}

interface Choice {
  readonly witnesses: readonly Witness[];
  /** Share of events expected to carry one of them; only the order counts. */
  readonly cost: number;
  /** The expression that holds whenever one of them is present. */
  readonly proves: Expr | null;
}

const witnessesMax = 5_000;

/** The array that a block's paths start below. */
interface Base {
  readonly parts: readonly (string | number)[];
  readonly cuts: readonly number[];
}

function choose(expr: Expr, base: Base, cardinality: FieldCardinality): Choice | null {
  switch (expr.kind) {
    case 'and':
      return cheapest(expr.of.map((part) => choose(part, base, cardinality)));
    case 'or':
      return union(expr.of.map((part) => choose(part, base, cardinality)));
    case 'atleast': {
      // Of any m - n + 1 parts at least one holds.
      const choices = expr.of.map((part) => choose(part, base, cardinality));
      const ordered = choices.toSorted((a, b) => (a?.cost ?? Infinity) - (b?.cost ?? Infinity));
      return union(ordered.slice(0, expr.of.length - expr.count + 1));
    }
    case 'test':
      return fromTest(expr, expr.test, below(base, expr.field), cardinality);
    case 'members':
      return fromMembers(expr, base, cardinality);
    case 'not':
    case 'constant':
      return null;
  }
}

/** A path that leads through an array matches any member, so what one member must hold, the plain path holds too. */
function fromMembers(
  expr: Extract<Expr, { readonly kind: 'members' }>,
  base: Base,
  cardinality: FieldCardinality,
): Choice | null {
  if (expr.quantifier !== 'any' && expr.quantifier !== 'all') return null;
  const field = below(base, expr.field);
  if (field.kind === 'raw') return null;
  return choose(expr.body, { parts: field.parts, cuts: [...base.cuts, field.parts.length] }, cardinality);
}

function below(base: Base, field: FieldRef): FieldRef {
  if (field.kind === 'raw' || base.cuts.length === 0) return field;
  return { kind: 'path', parts: [...base.parts, ...field.parts], cuts: base.cuts };
}

function cheapest(choices: readonly (Choice | null)[]): Choice | null {
  return choices.reduce(
    (best, choice) => (choice !== null && (best === null || choice.cost < best.cost) ? choice : best),
    null,
  );
}

function union(choices: readonly (Choice | null)[]): Choice | null {
  let cost = 0;
  const witnesses: Witness[] = [];
  for (const choice of choices) {
    if (choice === null) return null;
    cost += choice.cost;
    for (const witness of choice.witnesses) witnesses.push(witness);
  }
  return witnesses.length > witnessesMax ? null : { witnesses, cost, proves: null };
}

function fromTest(expr: Expr, test: Test, field: FieldRef, cardinality: FieldCardinality): Choice | null {
  if (test.kind === 'equals') {
    const witnesses = test.values.map(
      (value): Witness => ({ field, kind: 'equals', value: value.toLowerCase() }),
    );
    const costs = witnesses.map(({ value }) => equalsCost(field, value, cardinality));
    return { witnesses, cost: costs.reduce((sum, cost) => sum + cost, 0), proves: test.cased ? null : expr };
  }
  const literal = literalOf(test);
  if (literal === null || literal === '') return null;
  // A longer one is indexed by its start alone.
  const isWhole = test.kind === 'contains' && !test.cased && literal.length <= patternCharsMax;
  const witnesses: readonly Witness[] = [{ field, kind: 'substring', value: literal }];
  return { witnesses, cost: substringCost(field, literal), proves: isWhole ? expr : null };
}

function literalOf(test: Test): string | null {
  switch (test.kind) {
    case 'contains':
    case 'startswith':
    case 'endswith':
      return test.cased ? asciiRun(test.value) : test.value;
    case 'glob':
      return longestLiteral(test.glob, test.cased);
    case 'regex':
      return requiredLiteral(test.source, test.flags);
    default:
      return null;
  }
}

function longestLiteral(glob: Glob, cased: boolean): string | null {
  const texts = glob
    .filter((token) => typeof token === 'string')
    .map((text) => (cased ? asciiRun(text) : text));
  return texts.reduce<string | null>(
    (best, text) => (best === null || text.length > best.length ? text : best),
    null,
  );
}

/** Lower-casing of other letters depends on their neighbours; that of ASCII does not. */
function asciiRun(text: string): string {
  const runs = text.match(/[\u0020-\u007e]+/g) ?? [];
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '').toLowerCase();
}

/** Fields with few values in practice, under native and column names. */
const coarse = new Set(
  'eventSource service eventType eventCategory awsRegion region userIdentity.type actor_type outcome readOnly managementEvent recipientAccountId account_id errorCode error_code action protocol severity log_type sourceIPAddress src_ip eventVersion'.split(
    ' ',
  ),
);

/** Whether the field is the same in so many events that asking for it rules little out. */
export function isCoarse(field: FieldRef): boolean {
  return field.kind === 'path' && coarse.has(field.parts.join('.'));
}

function equalsCost(field: FieldRef, value: string, cardinality: FieldCardinality): number {
  // A few rules say little of a field, so each starts from some twenty values.
  const known = 1 / (20 + (cardinality.get(fieldKey(field)) ?? 1));
  const isFlag = value.length <= 2 || value === 'true' || value === 'false' || value === 'null';
  return known * (isCoarse(field) ? 20 : 1) * (isFlag ? 20 : 1);
}

function substringCost(field: FieldRef, literal: string): number {
  const rarity = literal.length >= 8 ? 0.1 : literal.length >= 4 ? 0.3 : 2;
  // The whole record has to be read, folded and scanned for a keyword.
  return field.kind === 'raw' ? rarity * 50 : rarity;
}
