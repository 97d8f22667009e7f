import { allOf, anyOf, atLeast, type Expr, notOf } from './ir.ts';

/** The same expression with `not` only directly around tests and `all`-quantified members. */
export function normalForm(expr: Expr, negated = false): Expr {
  switch (expr.kind) {
    case 'constant':
      return { kind: 'constant', value: expr.value !== negated };
    case 'and':
    case 'or': {
      const parts = expr.of.map((part) => normalForm(part, negated));
      return (expr.kind === 'and') !== negated ? allOf(parts) : anyOf(parts);
    }
    case 'atleast': {
      const parts = expr.of.map((part) => normalForm(part, negated));
      // Not at least n of m means at least m - n + 1 that do not hold.
      return atLeast(negated ? expr.of.length - expr.count + 1 : expr.count, parts);
    }
    case 'not':
      return normalForm(expr.of, !negated);
    case 'test':
      return negated ? notOf(expr) : expr;
    case 'members': {
      const body = normalForm(expr.body);
      if (!negated) return { ...expr, body };
      if (expr.quantifier === 'any') return { ...expr, quantifier: 'none', body };
      if (expr.quantifier === 'none') return { ...expr, quantifier: 'any', body };
      return { kind: 'not', of: { ...expr, body } };
    }
  }
}
