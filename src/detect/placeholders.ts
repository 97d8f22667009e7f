import { type Placeholders, type RuleContext, ruleError, valuesMax } from './rule-context.ts';

/** Every text that `%name%` placeholders can stand for; `\%` is a plain percent sign. */
export function expandPlaceholders(text: string, line: number, context: RuleContext): readonly string[] {
  let texts = [''];
  for (const part of text.split(/((?<!\\)%[^%\s\\]+%)/)) {
    const name = /^%([^%\s\\]+)%$/.exec(part)?.[1];
    const choices = name === undefined ? [part.replaceAll('\\%', '%')] : valuesOf(name, line, context);
    texts = texts.flatMap((start) => choices.map((choice) => start + choice));
    if (texts.length > valuesMax) {
      throw ruleError(
        context,
        line,
        `placeholders expand to more than ${valuesMax} values`,
        undefined,
        'TW_RULE_LIMIT',
      );
    }
  }
  return texts;
}

function valuesOf(name: string, line: number, context: RuleContext): readonly string[] {
  const placeholders: Placeholders = context.placeholders;
  const values = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  if (values !== undefined && values.length > 0) return values;
  throw ruleError(
    context,
    line,
    `the placeholder %${name}% has no values`,
    `Set detection.placeholders.${name} to a list of values in trailwatch.yaml.`,
    'TW_RULE_PLACEHOLDER',
  );
}
