import { TrailwatchError } from '../base/errors.ts';
import { parseNetwork } from './cidr.ts';
import { base64Offsets, encodeWide } from './encode-value.ts';
import { globTest, type Place, parseGlob, plainText, withDashes } from './glob.ts';
import { allOf, anyOf, type Expr, type FieldRef, type Glob, notOf, type Test } from './ir.ts';
import type { ModifierChain } from './modifiers.ts';
import { parseField } from './parse-field.ts';
import { expandPlaceholders } from './placeholders.ts';
import type { YamlNode, YamlScalar } from './read-yaml.ts';
import { compileRegex } from './regex.ts';
import { type RuleContext, ruleError, valuesMax } from './rule-context.ts';

/** One line of a selection: a field, its modifiers, and a value or a list of them. */
export interface FieldItem {
  readonly key: string;
  readonly field: FieldRef;
  readonly chain: ModifierChain;
  readonly line: number;
  readonly context: RuleContext;
}

/** Values are alternatives unless `all` is among the modifiers; what one value expands to are always alternatives. */
export function parseValues(item: FieldItem, value: YamlNode): Expr {
  const { chain, context, field } = item;
  const scalars = scalarsOf(item, value);
  if (chain.all && scalars.length === 1) {
    context.warn('LINT_SINGLE_ALL', item.line, `${item.key}: 'all' has nothing to link with a single value`);
  }
  const alternatives = scalars.map((scalar) => testsOf(item, scalar));
  if (alternatives.reduce((sum, tests) => sum + tests.length, 0) > valuesMax) {
    throw ruleError(
      context,
      item.line,
      `${item.key} expands to more than ${valuesMax} values`,
      undefined,
      'TW_RULE_LIMIT',
    );
  }
  const exprs = chain.all
    ? allOf(alternatives.map((tests) => anyTest(field, tests)))
    : anyTest(field, alternatives.flat());
  return chain.negated ? notOf(exprs) : exprs;
}

function scalarsOf(item: FieldItem, value: YamlNode): readonly YamlScalar[] {
  if (value.kind === 'scalar') return [value];
  const fail = (line: number, message: string, hint: string): never => {
    throw ruleError(item.context, line, `${item.key}: ${message}`, hint);
  };
  if (value.kind === 'map') {
    return fail(value.line, 'a map is no value', 'Write nested fields as a dotted path: parent.child.');
  }
  if (value.items.length === 0)
    return fail(value.line, 'the list of values is empty', 'Add a value or remove the field.');
  const scalars = value.items.flatMap((node) =>
    node.kind === 'scalar'
      ? [node]
      : fail(node.line, 'a value within the list is no plain value', 'Write one value a line.'),
  );
  const nil = scalars.find((scalar) => scalar.value === null);
  if (nil !== undefined && scalars.length > 1) {
    item.context.warn('LINT_NULL_IN_LIST', nil.line, `${item.key}: give null a selection of its own`);
  }
  return scalars;
}

/** Equal values become one set; the rest stay alternatives. */
function anyTest(field: FieldRef, tests: readonly (Test | 'absent')[]): Expr {
  const sets = new Map<boolean, Set<string>>();
  const exprs: Expr[] = [];
  for (const test of tests) {
    if (test === 'absent') exprs.push(notOf({ kind: 'test', field, test: { kind: 'exists' } }));
    else if (test.kind === 'equals') {
      const set = sets.get(test.cased) ?? new Set();
      for (const value of test.values) set.add(value);
      sets.set(test.cased, set);
    } else exprs.push({ kind: 'test', field, test });
  }
  for (const [cased, set] of sets) {
    exprs.push({ kind: 'test', field, test: { kind: 'equals', values: [...set].toSorted(), cased } });
  }
  return anyOf(exprs);
}

function testsOf(item: FieldItem, scalar: YamlScalar): readonly (Test | 'absent')[] {
  switch (item.chain.kind) {
    case 'text':
      return textTests(item, scalar);
    case 'exists':
      return [existsTest(item, scalar)];
    case 'compare':
    case 'time':
      return [numberTest(item, scalar)];
    case 'regex':
      return texts(item, scalar).map((source) => regexTest(item, scalar.line, source));
    case 'cidr':
      return texts(item, scalar).map((network) => cidrTest(item, scalar.line, network));
    case 'fieldref':
      return texts(item, scalar).map((name) => fieldTest(item, scalar.line, name));
  }
}

function textTests(item: FieldItem, scalar: YamlScalar): readonly Test[] {
  const { chain, context } = item;
  if (scalar.value === null) {
    if (chain.place !== 'equals' || chain.base64 !== null || chain.wide !== null || chain.windash) {
      throw ruleError(
        context,
        scalar.line,
        `${item.key}: null has no text to look for`,
        "Remove the modifiers, or write ''.",
      );
    }
    return [{ kind: 'null' }];
  }
  if (typeof scalar.value !== 'string')
    return numberTexts(item, scalar).map((text) => globTest([text], chain.place, chain.cased));
  const globs = texts(item, scalar).flatMap((text) => encode(item, scalar.line, parseGlob(text)));
  return globs.map((glob) => {
    warnWildcards(item, scalar.line, glob);
    return globTest(chain.windash ? withDashes(glob) : glob, chain.place, chain.cased);
  });
}

/** A number matches as itself and as it was written: account ids have leading zeros that a number loses. */
function numberTexts(item: FieldItem, { value, source, line }: YamlScalar): readonly string[] {
  const text = String(value);
  if (typeof value !== 'number' || source === '' || source === text) return [text];
  if (/^[-+]?0\d/.test(source)) {
    item.context.warn(
      'LINT_LEADING_ZERO',
      line,
      `${item.key}: put ${source} in quotes; as a number it is ${text}`,
    );
  }
  return [text, source];
}

function encode(item: FieldItem, line: number, glob: Glob): readonly Glob[] {
  const { chain } = item;
  if (chain.wide === null && chain.base64 === null) return [glob];
  const text = plainText(glob);
  if (text === null) {
    throw ruleError(
      item.context,
      line,
      `${item.key}: a value with wildcards cannot be encoded`,
      "Escape them as '\\*' and '\\?'.",
    );
  }
  const bytes = encodeWide(text, chain.wide);
  if (chain.base64 === null) return [[bytes.toString('latin1')]];
  return (chain.base64 === 'plain' ? [bytes.toString('base64')] : base64Offsets(bytes)).map((encoded) => [
    encoded,
  ]);
}

function warnWildcards(item: FieldItem, line: number, glob: Glob): void {
  const { chain } = item;
  if (item.field.kind === 'raw' || chain.place !== 'equals' || glob.length < 2) return;
  const inner = glob.slice(1, -1);
  const isMany = (token: Glob[number] | undefined): boolean =>
    typeof token === 'object' && token.wild === 'many';
  if (inner.some((token) => typeof token !== 'string')) return;
  const [starts, ends] = [isMany(glob[0]), isMany(glob.at(-1))];
  const better: Place | null =
    starts && ends
      ? 'contains'
      : starts && glob.length === 2
        ? 'endswith'
        : ends && glob.length === 2
          ? 'startswith'
          : null;
  if (better !== null)
    item.context.warn('LINT_WILDCARD', line, `${item.key}: write '${item.key}|${better}' without the *`);
}

function texts(item: FieldItem, scalar: YamlScalar): readonly string[] {
  if (scalar.value === null)
    throw ruleError(item.context, scalar.line, `${item.key}: ${item.chain.kind} needs a text`);
  const text = typeof scalar.value === 'string' ? scalar.value : scalar.source || String(scalar.value);
  return item.chain.expand ? expandPlaceholders(text, scalar.line, item.context) : [text];
}

function existsTest(item: FieldItem, { value, line }: YamlScalar): Test | 'absent' {
  if (value === true || value === 'true') return { kind: 'exists' };
  if (value === false || value === 'false') return 'absent';
  throw ruleError(item.context, line, `${item.key}: exists takes true or false`);
}

const timeLimits = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
} as const;

function numberTest(item: FieldItem, { value, line }: YamlScalar): Test {
  const { chain, context } = item;
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : Number.NaN;
  if (!Number.isFinite(number))
    throw ruleError(context, line, `${item.key}: '${String(value)}' is not a number`);
  if (chain.timePart === null) return { kind: 'compare', op: chain.compareOp ?? 'gte', value: number };
  const [least, most] = timeLimits[chain.timePart];
  if (!Number.isInteger(number) || number < least || number > most) {
    throw ruleError(
      context,
      line,
      `${item.key}: ${number} is no ${chain.timePart}`,
      `Use ${least} to ${most}.`,
    );
  }
  return { kind: 'time', part: chain.timePart, op: chain.compareOp ?? 'eq', value: number };
}

function regexTest(item: FieldItem, line: number, source: string): Test {
  try {
    compileRegex(source, item.chain.regexFlags);
  } catch (error) {
    if (!(error instanceof TrailwatchError)) throw error;
    throw ruleError(item.context, line, `${item.key}: ${error.message}`, error.hint, error.code);
  }
  return { kind: 'regex', source, flags: item.chain.regexFlags };
}

function cidrTest(item: FieldItem, line: number, text: string): Test {
  const network = parseNetwork(text);
  if (network === null) {
    throw ruleError(
      item.context,
      line,
      `${item.key}: '${text}' is not a network`,
      'Write it like 10.0.0.0/8 or 2001:db8::/32.',
    );
  }
  if (network.hasHostBits)
    item.context.warn('LINT_CIDR_HOST_BITS', line, `${item.key}: ${text} has host bits set`);
  return { kind: 'cidr', network: text };
}

function fieldTest(item: FieldItem, line: number, name: string): Test {
  const path = parseField(name, line, item.context);
  if (path.quantifier !== null || name === '') {
    throw ruleError(item.context, line, `${item.key}: '${name}' is not a field to compare with`);
  }
  return { kind: 'field', other: path.field, place: item.chain.place, cased: item.chain.cased };
}
