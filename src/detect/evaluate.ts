import type { Event } from '../event/event.ts';
import { compilePath, type FieldValue, readField, readMembers, readPath } from './field-value.ts';
import type { Expr, FieldRef, MembersExpr, Test } from './ir.ts';
import { anyText, compileTextTest, isLower } from './text-tests.ts';

/**
 * What a rule means, straight from its expression: slow and plain. The compiled detector is tested against it, and it is the
 * reference for the SQL twin.
 */
export function evaluate(expr: Expr, event: Event): boolean {
  return evaluateIn(expr, {
    read: (field) => readField(event, field),
    members: (field) =>
      field.kind === 'path' ? readMembers(event.fields, compilePath(field.parts)) : undefined,
  });
}

interface Scope {
  read(field: FieldRef): FieldValue;
  members(field: FieldRef): readonly unknown[] | undefined;
}

function evaluateIn(expr: Expr, scope: Scope): boolean {
  switch (expr.kind) {
    case 'constant':
      return expr.value;
    case 'and':
      return expr.of.every((part) => evaluateIn(part, scope));
    case 'or':
      return expr.of.some((part) => evaluateIn(part, scope));
    case 'atleast':
      return expr.of.filter((part) => evaluateIn(part, scope)).length >= expr.count;
    case 'not':
      return !evaluateIn(expr.of, scope);
    case 'test':
      return testHolds(expr.test, scope.read(expr.field), scope);
    case 'members':
      return membersHold(expr, scope);
  }
}

function membersHold({ field, quantifier, body }: MembersExpr, scope: Scope): boolean {
  const members = scope.members(field) ?? [];
  const holds = (member: unknown): boolean => evaluateIn(body, memberScope(member));
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

/** Within a block a path starts at the member; core columns and the record are out of sight, but for keywords. */
function memberScope(member: unknown): Scope {
  return {
    read: (field) => (field.kind === 'path' ? readPath(member, compilePath(field.parts)) : undefined),
    members: (field) => (field.kind === 'path' ? readMembers(member, compilePath(field.parts)) : undefined),
  };
}

function testHolds(test: Test, value: FieldValue, scope: Scope): boolean {
  if (test.kind === 'exists') return value !== undefined;
  if (test.kind === 'null')
    return value === undefined || value === null || (typeof value !== 'string' && value.includes(null));
  if (test.kind === 'field') {
    const other = scope.read(test.other);
    const fold = (text: string): string => (test.cased ? text : text.toLowerCase());
    return anyText(value, (text) => anyText(other, (part) => placeHolds(test.place, fold(text), fold(part))));
  }
  const holds = compileTextTest(test);
  return anyText(value, (text) => holds(isLower(test) ? text.toLowerCase() : text));
}

export function placeHolds(
  place: Extract<Test, { readonly kind: 'field' }>['place'],
  text: string,
  part: string,
): boolean {
  switch (place) {
    case 'equals':
      return text === part;
    case 'contains':
      return text.includes(part);
    case 'startswith':
      return text.startsWith(part);
    case 'endswith':
      return text.endsWith(part);
  }
}
