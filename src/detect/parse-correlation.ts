import { basename, extname } from 'node:path';
import { plainValue, find, readMap, readSeverity, readText, readTexts } from './read-keys.ts';
import type { YamlDocument, YamlMap } from './read-yaml.ts';
import { type CorrelationCondition, type CorrelationRule, correlationTypes } from './rule.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

const timespanDaysMax = 366;
const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const operators = ['lt', 'lte', 'gt', 'gte', 'eq', 'neq'] as const;

/** Checks all of a correlation document; running it is another engine's work. */
export function parseCorrelation(
  document: YamlDocument,
  root: YamlMap,
  context: RuleContext,
): CorrelationRule {
  const map = readMap(root, 'correlation', context);
  const line = find(root, 'correlation')?.line ?? root.line;
  if (map === null)
    throw ruleError(context, line, 'the correlation is empty', "Add 'type:', 'rules:' and 'timespan:'.");
  const typeText = readText(map, 'type', context) ?? '';
  const type = correlationTypes.find((name) => name === typeText);
  if (type === undefined) {
    throw ruleError(
      context,
      line,
      `'${typeText}' is no correlation type`,
      `Use ${correlationTypes.join(', ')}.`,
    );
  }
  const rules = readTexts(map, 'rules', context);
  if (rules.length === 0)
    throw ruleError(context, line, 'the correlation names no rules', "Add 'rules:' with ids or names.");
  const title = readText(root, 'title', context);
  if (title === null)
    throw ruleError(context, document.line, 'the correlation has no title', "Add 'title:'.");
  return {
    id: readText(root, 'id', context) ?? basename(context.file, extname(context.file)),
    name: readText(root, 'name', context),
    title,
    severity: readSeverity(root, context) ?? 'medium',
    tags: readTexts(root, 'tags', context),
    file: context.file,
    line: document.line,
    text: document.text,
    type,
    rules,
    groupBy: readTexts(map, 'group-by', context),
    aliases: parseAliases(map, context),
    timespanMs: parseTimespan(map, line, context),
    condition: parseCorrelationCondition(map, type, line, context),
    generate: readText(map, 'generate', context) === 'true' || readText(root, 'generate', context) === 'true',
  };
}

function parseTimespan(map: YamlMap, line: number, context: RuleContext): number {
  const text = readText(map, 'timespan', context) ?? readText(map, 'timeframe', context) ?? '';
  const match = /^(\d{1,7})([smhd])$/.exec(text);
  const ms = Number(match?.[1] ?? 0) * (unitsMs[match?.[2] ?? ''] ?? 0);
  if (ms > 0 && ms <= timespanDaysMax * 86_400_000) return ms;
  throw ruleError(
    context,
    line,
    `'${text}' is no timespan`,
    `Write it like 90s, 15m, 12h or 7d, up to ${timespanDaysMax}d.`,
  );
}

function parseCorrelationCondition(
  map: YamlMap,
  type: CorrelationRule['type'],
  line: number,
  context: RuleContext,
): CorrelationCondition | null {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const entry = find(map, 'condition');
  // A temporal condition may also be a text over rule names.
  if (isTemporal && (entry === undefined || entry.value.kind === 'scalar')) return null;
  const condition = readMap(map, 'condition', context);
  if (condition === null)
    throw ruleError(context, line, `${type} needs a condition`, "Add 'condition: { gte: 10 }'.");
  const bounds = condition.entries.flatMap(({ key, value, line: at }) => {
    const op = operators.find((name) => name === key);
    if (op === undefined) {
      if (key === 'field' || key === 'percentile') return [];
      throw ruleError(
        context,
        at,
        `a correlation condition has no key '${key}'`,
        `Use ${operators.join(', ')}, field.`,
      );
    }
    const number = value.kind === 'scalar' ? Number(value.value) : Number.NaN;
    if (!Number.isFinite(number)) throw ruleError(context, at, `${key} needs a number`);
    return [{ op, value: number }];
  });
  if (bounds.length === 0)
    throw ruleError(context, condition.line, 'the condition has no bound', `Use ${operators.join(', ')}.`);
  const fields = readTexts(condition, 'field', context);
  if (type.startsWith('value_') && fields.length === 0) {
    throw ruleError(context, condition.line, `${type} needs a field`, "Add 'field:' to the condition.");
  }
  return { bounds, fields, percentile: parsePercentile(condition, type, context) };
}

function parsePercentile(condition: YamlMap, type: string, context: RuleContext): number | null {
  if (type !== 'value_percentile') return null;
  const percentile = Number(readText(condition, 'percentile', context) ?? Number.NaN);
  if (percentile >= 0 && percentile <= 100) return percentile;
  throw ruleError(
    context,
    condition.line,
    'value_percentile needs a percentile',
    'Use a number from 0 to 100.',
  );
}

function parseAliases(map: YamlMap, context: RuleContext): CorrelationRule['aliases'] {
  const aliases = readMap(map, 'aliases', context);
  const named = (aliases?.entries ?? []).map(({ key, value, line }) => {
    const fields = value.kind === 'map' ? value.entries : [];
    const isValid = fields.length > 0 && fields.every((field) => typeof plainValue(field.value) === 'string');
    if (!isValid) throw ruleError(context, line, `the alias '${key}' has to map rule names to fields`);
    return [
      key,
      Object.fromEntries(fields.map((field) => [field.key, String(plainValue(field.value))])),
    ] as const;
  });
  return Object.fromEntries(named);
}
