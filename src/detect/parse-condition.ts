import { allOf, anyOf, atLeast, type Expr, notOf } from './ir.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

const charsMax = 10_000;
const depthMax = 50;

/** Binding, from least to most: or, and, not, `x of`, parentheses. Adds every selection it mentions to `used`. */
export function parseCondition(
  text: string,
  line: number,
  selections: ReadonlyMap<string, Expr>,
  context: RuleContext,
  used: Set<string>,
): Expr {
  if (text.length > charsMax) {
    throw ruleError(
      context,
      line,
      `the condition is longer than ${charsMax} characters`,
      undefined,
      'TW_RULE_LIMIT',
    );
  }
  refuseAggregation(text, line, context);
  const parser = new ConditionParser(text, line, selections, context, used);
  return parser.parse();
}

function refuseAggregation(text: string, line: number, context: RuleContext): void {
  const found = /\||\bnear\b/.exec(text)?.[0];
  if (found === undefined) return;
  throw ruleError(
    context,
    line,
    found === '|'
      ? 'aggregations in the condition are no longer part of Sigma'
      : "'near' is no longer part of Sigma",
    'Write a correlation rule (event_count, value_count or temporal) instead.',
    'TW_RULE_UNSUPPORTED',
  );
}

class ConditionParser {
  readonly #tokens: readonly string[];
  readonly #line: number;
  readonly #selections: ReadonlyMap<string, Expr>;
  readonly #context: RuleContext;
  readonly #used: Set<string>;
  #at = 0;
  #depth = 0;

  constructor(
    text: string,
    line: number,
    selections: ReadonlyMap<string, Expr>,
    context: RuleContext,
    used: Set<string>,
  ) {
    this.#tokens = text.match(/[()]|[^\s()]+/g) ?? [];
    this.#line = line;
    this.#selections = selections;
    this.#context = context;
    this.#used = used;
  }

  parse(): Expr {
    if (this.#tokens.length === 0)
      throw this.#error('the condition is empty', "Write 'condition: selection'.");
    const expr = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined)
      throw this.#error(`'${rest}' does not belong there`, "Join selections with 'and' or 'or'.");
    return expr;
  }

  #or(): Expr {
    const of = [this.#and()];
    while (this.#takeWord('or')) of.push(this.#and());
    return anyOf(of);
  }

  #and(): Expr {
    const of = [this.#not()];
    while (this.#takeWord('and')) of.push(this.#not());
    return allOf(of);
  }

  #not(): Expr {
    let negated = false;
    while (this.#takeWord('not')) negated = !negated;
    const expr = this.#primary();
    return negated ? notOf(expr) : expr;
  }

  #primary(): Expr {
    const token = this.#tokens[this.#at++];
    if (token === undefined)
      throw this.#error('the condition ends too early', 'Name a selection at its end.');
    if (token === '(') return this.#group();
    if (this.#tokens[this.#at]?.toLowerCase() === 'of' && /^(?:\d{1,4}|all|any)$/i.test(token))
      return this.#of(token);
    if (token === ')' || keywords.has(token.toLowerCase())) {
      throw this.#error(`'${token}' stands where a selection is expected`, 'Name a selection there.');
    }
    if (token.includes('*'))
      throw this.#error(`'${token}' needs a number`, `Write '1 of ${token}' or 'all of ${token}'.`);
    return this.#selection(token);
  }

  #group(): Expr {
    this.#depth += 1;
    if (this.#depth > depthMax) throw this.#error(`parentheses are nested deeper than ${depthMax}`);
    const expr = this.#or();
    if (this.#tokens[this.#at++] !== ')') throw this.#error("a ')' is missing");
    this.#depth -= 1;
    return expr;
  }

  #of(amount: string): Expr {
    this.#at += 1;
    const target = this.#tokens[this.#at++];
    if (target === undefined || target === '(' || target === ')') {
      throw this.#error(`'${amount} of' needs a name`, "Write '1 of them' or '1 of selection_*'.");
    }
    const names = this.#namesOf(target);
    const of = names.map((name) => this.#selection(name));
    const count = /^any$/i.test(amount) ? 1 : /^all$/i.test(amount) ? of.length : Number(amount);
    if (count < 1 || count > of.length) {
      throw this.#error(`'${amount} of ${target}' asks for ${count} of ${of.length} selections`);
    }
    return atLeast(count, of);
  }

  #namesOf(target: string): readonly string[] {
    const all = [...this.#selections.keys()];
    // By convention a name that starts with an underscore is left out unless it is asked for.
    const names =
      target.toLowerCase() === 'them'
        ? all.filter((name) => !name.startsWith('_'))
        : all.filter(
            (name) => matchesPattern(name, target) && (target.startsWith('_') || !name.startsWith('_')),
          );
    if (names.length > 0) return names;
    throw this.#error(`no selection is called '${target}'`, `Selections: ${all.join(', ').slice(0, 200)}.`);
  }

  #selection(name: string): Expr {
    const expr = this.#selections.get(name);
    if (expr === undefined) {
      const names = [...this.#selections.keys()].join(', ').slice(0, 200);
      throw this.#error(`no selection is called '${name}'`, `Selections: ${names}.`);
    }
    this.#used.add(name);
    return expr;
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #error(message: string, hint?: string): Error {
    return ruleError(this.#context, this.#line, message, hint);
  }
}

const keywords = new Set(['and', 'or', 'not', 'of']);

/** Pieces in order; linear, so a pattern of many stars is harmless. */
function matchesPattern(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const piece of rest) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
