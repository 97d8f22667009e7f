/**
 * What a rule means, after all of Sigma's surface is gone: no modifiers, wildcards, placeholders or selections.
 * The matcher, the oracle and lint read only this.
 */
export type Expr =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expr[] }
  | { readonly kind: 'atleast'; readonly count: number; readonly of: readonly Expr[] }
  | { readonly kind: 'not'; readonly of: Expr }
  | { readonly kind: 'test'; readonly field: FieldRef; readonly test: Test }
  | MembersExpr;

/** `body` is asked of each member of an array; its paths start at the member. */
export interface MembersExpr {
  readonly kind: 'members';
  readonly field: FieldRef;
  readonly quantifier: Quantifier;
  readonly body: Expr;
}

export type Quantifier = 'any' | 'all' | 'all_or_empty' | 'none';
export const quantifiers: readonly Quantifier[] = ['any', 'all', 'all_or_empty', 'none'];

/** A path into the record (a number is a position in an array; no parts is the member itself), or the whole record. */
export type FieldRef =
  | {
      readonly kind: 'path';
      readonly parts: readonly (string | number)[];
      /** Steps at which a member of an array starts: no key with dots spans them. Only in joined paths. */
      readonly cuts?: readonly number[];
    }
  | { readonly kind: 'raw' };

/**
 * Asked of a field's values as text; an array matches when any member does. Without `cased` the constants are lower case
 * and so is the text they are compared with.
 */
export type Test =
  | { readonly kind: 'equals'; readonly values: readonly string[]; readonly cased: boolean }
  | { readonly kind: TextPlace; readonly value: string; readonly cased: boolean }
  | { readonly kind: 'glob'; readonly glob: Glob; readonly cased: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'cidr'; readonly network: string }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly value: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly op: CompareOp | 'eq'; readonly value: number }
  /** Missing, or present and null. */
  | { readonly kind: 'null' }
  /** Present, whatever the value. */
  | { readonly kind: 'exists' }
  | {
      readonly kind: 'field';
      readonly other: FieldRef;
      readonly place: TextPlace | 'equals';
      readonly cased: boolean;
    };

export type TextPlace = 'contains' | 'startswith' | 'endswith';
export type CompareOp = 'lt' | 'lte' | 'gt' | 'gte';
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** `*` is many, `?` is one character, dash is any character that Windows takes for a flag. */
export type GlobToken = string | { readonly wild: 'many' | 'one' | 'dash' };
export type Glob = readonly GlobToken[];

export const always: Expr = { kind: 'constant', value: true };
export const never: Expr = { kind: 'constant', value: false };

export function allOf(of: readonly Expr[]): Expr {
  const flat = of.flatMap((expr) => (expr.kind === 'and' ? expr.of : [expr]));
  const open = flat.filter((expr) => expr.kind !== 'constant');
  if (flat.some((expr) => expr.kind === 'constant' && !expr.value)) return never;
  return open.length === 0
    ? always
    : open.length === 1 && open[0] !== undefined
      ? open[0]
      : { kind: 'and', of: open };
}

export function anyOf(of: readonly Expr[]): Expr {
  const flat = of.flatMap((expr) => (expr.kind === 'or' ? expr.of : [expr]));
  const open = flat.filter((expr) => expr.kind !== 'constant');
  if (flat.some((expr) => expr.kind === 'constant' && expr.value)) return always;
  return open.length === 0
    ? never
    : open.length === 1 && open[0] !== undefined
      ? open[0]
      : { kind: 'or', of: open };
}

export function atLeast(count: number, of: readonly Expr[]): Expr {
  if (count <= 1) return anyOf(of);
  return count >= of.length ? (count > of.length ? never : allOf(of)) : { kind: 'atleast', count, of };
}

export function notOf(of: Expr): Expr {
  if (of.kind === 'constant') return of.value ? never : always;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** The parts of an expression directly below it. */
export function children(expr: Expr): readonly Expr[] {
  if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'atleast') return expr.of;
  if (expr.kind === 'not') return [expr.of];
  return expr.kind === 'members' ? [expr.body] : [];
}

/** How a path is written in a rule; for messages and for lookups by name. */
export function fieldName(field: FieldRef): string {
  if (field.kind === 'raw') return 'raw';
  return field.parts
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
