import { type FieldRef, type Quantifier, quantifiers } from './ir.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

/** A field as written before the modifiers: plain steps, and from the first array quantifier on, the rest of the path. */
export interface FieldPath {
  readonly field: FieldRef;
  readonly quantifier: Quantifier | null;
  /** What follows the quantifier; null where nothing does. */
  readonly rest: FieldPath | null;
}

const pathPartsMax = 64;

/**
 * Dots separate the steps. From version 3 on (SEP 212) a step may end in a selector: `[any]`, `[all]`, `[all_or_empty]`,
 * `[none]` or a position; `\[` and `\]` are plain. Before, brackets are part of the name.
 */
export function parseField(text: string, line: number, context: RuleContext): FieldPath {
  if (context.sigmaVersion < 3) {
    if (/\[(?:any|all|all_or_empty|none|\d+)\]/.test(text)) {
      context.warn(
        'LINT_SELECTORS_OFF',
        line,
        `'${text}' is a plain name; add 'sigma-version: 3' for array selectors`,
      );
    }
    return {
      field: { kind: 'path', parts: limited(text.split('.'), line, context) },
      quantifier: null,
      rest: null,
    };
  }
  if (text === '.') return { field: { kind: 'path', parts: [] }, quantifier: null, rest: null };
  return buildPath(limited(splitSelectors(text, line, context), line, context));
}

function limited<T>(parts: readonly T[], line: number, context: RuleContext): readonly T[] {
  if (parts.length > pathPartsMax)
    throw ruleError(context, line, `the field has more than ${pathPartsMax} steps`);
  return parts;
}

type Step = string | number | { readonly quantifier: Quantifier };

function splitSelectors(text: string, line: number, context: RuleContext): readonly Step[] {
  const steps: Step[] = [];
  for (const segment of splitSegments(text)) {
    const match = /^((?:[^[\]\\]|\\.|\\)*)((?:\[[^[\]]*\])*)$/s.exec(segment);
    const name = match?.[1] ?? '';
    if (match === null || (name === '' && (steps.length > 0 || match[2] === ''))) {
      throw ruleError(context, line, `'${text}' is not a field path`, "Write a literal bracket as '\\['.");
    }
    if (name !== '') steps.push(name.replaceAll(/\\([[\]])/g, '$1'));
    for (const [, selector = ''] of (match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)) {
      steps.push(parseSelector(selector, text, line, context));
    }
  }
  return steps;
}

/** Dots within brackets do not separate. */
function splitSegments(text: string): readonly string[] {
  return text.match(/(?:\\.|\[[^\]]*\]|[^.])+/gs) ?? [text];
}

function parseSelector(selector: string, text: string, line: number, context: RuleContext): Step {
  if (/^\d{1,6}$/.test(selector)) return Number(selector);
  const quantifier = quantifiers.find((name) => name === selector);
  if (quantifier !== undefined) return { quantifier };
  throw ruleError(
    context,
    line,
    `'${text}': unknown array selector [${selector}]`,
    `Use a position or one of ${quantifiers.map((name) => `[${name}]`).join(', ')}.`,
  );
}

function buildPath(steps: readonly Step[]): FieldPath {
  const at = steps.findIndex((step) => typeof step === 'object');
  const parts = (at < 0 ? steps : steps.slice(0, at)).filter((step) => typeof step !== 'object');
  const step = steps[at];
  const quantifier = typeof step === 'object' ? step.quantifier : null;
  const after = at < 0 ? [] : steps.slice(at + 1);
  return { field: { kind: 'path', parts }, quantifier, rest: after.length === 0 ? null : buildPath(after) };
}
