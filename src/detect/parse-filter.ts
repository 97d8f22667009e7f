import { hash128Hex } from '../base/ids.ts';
import { allOf, type Expr } from './ir.ts';
import { logTypesOf } from './log-source.ts';
import { parseDetection } from './parse-detection.ts';
import { parseLogSource } from './parse-rule.ts';
import { find, readMap, readText, readTexts } from './read-keys.ts';
import type { YamlDocument, YamlMap } from './read-yaml.ts';
import type { LogSource, Rule } from './rule.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

/** A Sigma filter: a condition that the named rules have to meet in addition to their own. */
export interface FilterRule {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly logSource: LogSource;
  /** Ids or names; 'any' for every rule of the log source. */
  readonly rules: readonly string[] | 'any';
  readonly expr: Expr;
}

export function parseFilter(document: YamlDocument, root: YamlMap, context: RuleContext): FilterRule {
  const filter = readMap(root, 'filter', context);
  const line = find(root, 'filter')?.line ?? root.line;
  if (filter === null)
    throw ruleError(context, line, 'the filter is empty', "Add 'rules:', a selection and a condition.");
  const names = readTexts(filter, 'rules', context);
  if (filter.entries.every(({ key }) => key !== 'rules')) {
    throw ruleError(context, line, 'the filter names no rules', "Add 'rules:' with ids, or 'rules: any'.");
  }
  const isAny = names.length === 0 || (names.length === 1 && /^(?:any|all)$/i.test(names[0] ?? ''));
  const condition = find(filter, 'condition');
  const expr = parseDetection(filter, context);
  if (condition?.value.kind === 'scalar' && !/\bnot\b/i.test(String(condition.value.value))) {
    context.warn(
      'LINT_FILTER_POSITIVE',
      condition.line,
      "the rules fire only on what the filter matches; write 'not selection' to drop it",
    );
  }
  return {
    title: readText(root, 'title', context) ?? '',
    file: context.file,
    line: document.line,
    text: document.text,
    logSource: parseLogSource(root, context),
    rules: isAny ? 'any' : names,
    expr,
  };
}

/** The rules with every filter that names them joined in, and how many rules each filter met. */
export function applyFilters(
  rules: readonly Rule[],
  filters: readonly FilterRule[],
): { readonly rules: readonly Rule[]; readonly applied: readonly number[] } {
  const applied = filters.map(() => 0);
  const filtered = rules.map((rule) => {
    const joined = filters.filter((filter, index) => {
      const applies = isFor(filter, rule);
      if (applies) applied[index] = (applied[index] ?? 0) + 1;
      return applies;
    });
    if (joined.length === 0) return rule;
    return {
      ...rule,
      expr: allOf([rule.expr, ...joined.map(({ expr }) => expr)]),
      version: hash128Hex(rule.text, ...joined.map(({ text }) => text)).slice(0, 12),
    };
  });
  return { rules: filtered, applied };
}

function isFor(filter: FilterRule, rule: Rule): boolean {
  if (!covers(filter.logSource, rule.logSource)) return false;
  return filter.rules === 'any' || filter.rules.some((name) => name === rule.id || name === rule.name);
}

/** A filter's log source has to be the rule's or a wider one. */
function covers(wide: LogSource, narrow: LogSource): boolean {
  if (logTypesOf(wide) === 'any') return true;
  return (['product', 'service', 'category'] as const).every(
    (key) => wide[key] === null || wide[key] === narrow[key],
  );
}
