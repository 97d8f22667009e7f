import { compileGlob, globMatches } from './glob.ts';
import { type Expr, fieldName, type Test } from './ir.ts';
import { normalForm } from './normal-form.ts';

/** Why no event can match, in words; null where one may. Finds what authors get wrong, not every contradiction. */
export function findContradiction(expr: Expr): string | null {
  const normal = normalForm(expr);
  return contradicts(normal, [], { steps: 20_000 });
}

interface Literal {
  readonly field: string;
  readonly test: Test;
  readonly positive: boolean;
}

/** Alternatives are tried one by one; a rule too large to try them all counts as satisfiable. */
function contradicts(expr: Expr, known: readonly Literal[], budget: { steps: number }): string | null {
  budget.steps -= 1;
  if (budget.steps < 0) return null;
  if (expr.kind === 'constant') return expr.value ? null : 'the condition is never true';
  const literal = literalOf(expr);
  if (literal !== null)
    return known.map((other) => clash(other, literal)).find((reason) => reason !== null) ?? null;
  if (expr.kind === 'or') return everyReason(expr.of, known, budget);
  if (expr.kind === 'and') return conjunctionReason(expr.of, known, budget);
  return null;
}

function everyReason(
  of: readonly Expr[],
  known: readonly Literal[],
  budget: { steps: number },
): string | null {
  let first: string | null = null;
  for (const part of of) {
    const reason = contradicts(part, known, budget);
    if (reason === null) return null;
    first ??= reason;
  }
  return first;
}

function conjunctionReason(
  of: readonly Expr[],
  known: readonly Literal[],
  budget: { steps: number },
): string | null {
  const facts = [...known];
  for (const part of of) {
    const literal = literalOf(part);
    if (literal === null) continue;
    const reason = facts.map((other) => clash(other, literal)).find((found) => found !== null);
    if (reason !== undefined) return reason ?? null;
    facts.push(literal);
  }
  for (const part of of) {
    if (literalOf(part) !== null) continue;
    const reason = contradicts(part, facts, budget);
    if (reason !== null) return reason;
  }
  return null;
}

function literalOf(expr: Expr): Literal | null {
  const inner = expr.kind === 'not' ? expr.of : expr;
  return inner.kind === 'test'
    ? { field: fieldName(inner.field), test: inner.test, positive: inner === expr }
    : null;
}

function clash(a: Literal, b: Literal): string | null {
  if (a.field !== b.field || a.field === 'raw') return null;
  if (a.positive !== b.positive) {
    const [yes, no] = a.positive ? [a, b] : [b, a];
    return implies(yes.test, no.test) ? `'${a.field}' is asked for and excluded at once` : null;
  }
  if (!a.positive)
    return excludesAll(a.test, b.test) || excludesAll(b.test, a.test)
      ? `'${a.field}' is excluded whatever it holds`
      : null;
  return disjoint(a.test, b.test) || disjoint(b.test, a.test)
    ? `'${a.field}' cannot meet two of its conditions at once, unless it is a list`
    : null;
}

/** Every value that meets `a` meets `b`. */
function implies(a: Test, b: Test): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  if (b.kind === 'exists') return a.kind !== 'null';
  if (a.kind !== 'equals') return false;
  const holds = textTest(b, a.cased);
  return holds !== null && a.values.length > 0 && a.values.every(holds);
}

function excludesAll(a: Test, b: Test): boolean {
  return a.kind === 'exists' && b.kind === 'null';
}

function disjoint(a: Test, b: Test): boolean {
  if (a.kind === 'null') return b.kind !== 'null' && b.kind !== 'exists';
  if (a.kind === 'compare' && b.kind === 'compare') {
    const upper = a.op.startsWith('l') ? a : b;
    const lower = upper === a ? b : a;
    if (!upper.op.startsWith('l') || !lower.op.startsWith('g')) return false;
    const isStrict = upper.op === 'lt' || lower.op === 'gt';
    return upper.value < lower.value || (isStrict && upper.value === lower.value);
  }
  if (a.kind !== 'equals') return false;
  const holds = textTest(b, a.cased);
  return holds !== null && !a.values.some(holds);
}

/** The test as a function of a constant that is folded as the test's own constants are. */
function textTest(test: Test, cased: boolean): ((text: string) => boolean) | null {
  if ('cased' in test && test.cased !== cased) return null;
  switch (test.kind) {
    case 'equals':
      return (text) => test.values.includes(text);
    case 'contains':
      return (text) => text.includes(test.value);
    case 'startswith':
      return (text) => text.startsWith(test.value);
    case 'endswith':
      return (text) => text.endsWith(test.value);
    case 'glob': {
      const program = compileGlob(test.glob);
      return (text) => globMatches(program, text);
    }
    default:
      return null;
  }
}
