import type { ErrorCode } from '../base/errors.ts';
import { coreColumns } from '../event/core-columns.ts';
import type { LogType } from '../event/log-types.ts';
import { findContradiction } from './contradiction.ts';
import { children, type Expr, type FieldRef, fieldName, type Test } from './ir.ts';
import type { LintKind } from './lint-kinds.ts';
import { normalForm } from './normal-form.ts';
import type { Rule, RuleLoad, RuleWarning } from './rule.ts';
import { nativeName } from './taxonomy.ts';

/**
 * The field paths a log type may have; 'open' where anything may come. `requestParameters.*` says that everything below is
 * open too.
 */
export type KnownFields = (logType: LogType) => ReadonlySet<string> | 'open';

export interface LintOptions {
  readonly knownFields?: KnownFields;
  /** Whether a rule without samples is worth a warning; true unless said otherwise. */
  readonly samples?: boolean;
}

export interface LintReport {
  /** Documents read: those that compiled and those that were refused. */
  readonly rules: number;
  readonly compiled: number;
  readonly refused: readonly {
    file: string;
    line: number | null;
    code: ErrorCode;
    message: string;
    hint?: string | undefined;
  }[];
  readonly warnings: readonly { file: string; line: number | null; code: LintKind; message: string }[];
}

/** What an author should look at, in the order of files and lines. */
export function lintRules(load: RuleLoad, options: LintOptions = {}): LintReport {
  const found = load.rules.flatMap((rule) => lintRule(rule, options));
  return {
    rules: load.rules.length + load.refused.length,
    compiled: load.rules.length,
    refused: load.refused.toSorted(byPlace),
    warnings: [...load.warnings, ...found].toSorted(byPlace),
  };
}

function lintRule(rule: Rule, { knownFields = () => 'open', samples = true }: LintOptions): RuleWarning[] {
  const warnings: RuleWarning[] = [];
  const warn = (code: LintKind, message: string): void => {
    warnings.push({ file: rule.file, line: rule.line, code, message: `${rule.title}: ${message}` });
  };
  if (rule.logTypes !== 'any' && rule.logTypes.length === 0) {
    const { product, service, category } = rule.logSource;
    const source = [product, service, category].filter((part) => part !== null).join('/');
    warn('LINT_NO_LOG_TYPE', `no log type here is ${source}; the rule is never asked`);
  }
  lintFields(rule, knownFields, warn);
  const contradiction = findContradiction(rule.expr);
  if (contradiction !== null) warn('LINT_NEVER_FIRES', contradiction);
  if (rule.expr.kind === 'constant' && rule.expr.value)
    warn('LINT_ALWAYS_FIRES', 'the condition is always true');
  if (samples) {
    if (rule.samples.match.length === 0) warn('LINT_MISSING_SAMPLES', 'no sample that must match');
    else if (rule.samples.noMatch.length === 0) warn('LINT_MISSING_SAMPLES', 'no sample that must not match');
  }
  return warnings;
}

/** Fields that none of the rule's log types has; a rule that needs one of them can never fire. */
function lintFields(
  rule: Rule,
  knownFields: KnownFields,
  warn: (code: LintKind, message: string) => void,
): void {
  if (rule.logTypes === 'any' || rule.logTypes.length === 0) return;
  const sets = rule.logTypes.map((logType) => ({ logType, fields: knownFields(logType) }));
  const isKnown = (name: string): boolean =>
    sets.some(({ logType, fields }) => {
      const native = nativeName(logType, name);
      return columnNames.has(native) || hasField(fields, native);
    });
  const unknown = new Set([...fieldsOf(rule.expr)].filter((name) => !isKnown(name)));
  for (const name of unknown) {
    warn('LINT_UNKNOWN_FIELD', `${rule.logTypes.join(', ')} has no field '${name}'`);
  }
  if (unknown.size > 0 && !canHold(normalForm(rule.expr), (name) => !unknown.has(name))) {
    warn('LINT_NEVER_FIRES', `it needs a field that the log type does not have: ${[...unknown].join(', ')}`);
  }
}

const columnNames: ReadonlySet<string> = new Set(coreColumns.map(({ name }) => name));

function hasField(set: ReadonlySet<string> | 'open', name: string): boolean {
  if (set === 'open' || set.has(name)) return true;
  const parts = name.split('.');
  if (parts.some((_, index) => index > 0 && set.has(`${parts.slice(0, index).join('.')}.*`))) return true;
  const below = `${name}.`;
  return [...set].some((field) => field.startsWith(below));
}

/** Every field that an expression reads, by dotted name; within blocks joined to the array they are in. */
export function fieldsOf(expr: Expr, base: readonly string[] = []): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (field: FieldRef): void => {
    if (field.kind === 'path') found.add(joined(base, field));
  };
  if (expr.kind === 'test') {
    add(expr.field);
    if (expr.test.kind === 'field') add(expr.test.other);
  }
  const below = expr.kind === 'members' ? [joined(base, expr.field)] : base;
  for (const child of children(expr)) for (const name of fieldsOf(child, below)) found.add(name);
  return found;
}

function joined(base: readonly string[], field: FieldRef): string {
  if (field.kind === 'raw') return fieldName(field);
  // Positions are no names: `a[0].b` is the field a.b.
  return [...base, ...field.parts.filter((part) => typeof part === 'string')].join('.');
}

/** Whether the expression can hold when fields outside `has` are missing. */
function canHold(expr: Expr, has: (name: string) => boolean): boolean {
  switch (expr.kind) {
    case 'constant':
      return expr.value;
    case 'and':
      return expr.of.every((part) => canHold(part, has));
    case 'or':
      return expr.of.some((part) => canHold(part, has));
    case 'atleast':
      return expr.of.filter((part) => canHold(part, has)).length >= expr.count;
    case 'test':
      return holdsWhenMissing(expr.test) || [...fieldsOf(expr)].every(has);
    case 'members':
      return expr.quantifier === 'all_or_empty' || expr.quantifier === 'none' || has(joined([], expr.field));
    case 'not':
      return true;
  }
}

function holdsWhenMissing({ kind }: Test): boolean {
  return kind === 'null';
}

function byPlace(a: { file: string; line: number | null }, b: { file: string; line: number | null }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0);
}
