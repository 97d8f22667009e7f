import { type Severity, severities } from '../event/event.ts';
import type { YamlEntry, YamlMap, YamlNode } from './read-yaml.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

/** Typed reading of a document's keys; every mismatch is an error that names the line. */
export function find(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key && !isNull(entry.value));
}

export function readText(map: YamlMap, key: string, context: RuleContext, charsMax = 65_535): string | null {
  const entry = find(map, key);
  if (entry === undefined) return null;
  const { value } = entry;
  if (value.kind !== 'scalar') throw ruleError(context, entry.line, `${key} has to be a text`);
  const text = typeof value.value === 'string' ? value.value : value.source || String(value.value);
  if (text.length > charsMax)
    throw ruleError(context, entry.line, `${key} is longer than ${charsMax} characters`);
  return text;
}

/** A list of texts; one text alone counts as a list of one. */
export function readTexts(map: YamlMap, key: string, context: RuleContext): readonly string[] {
  const entry = find(map, key);
  if (entry === undefined) return [];
  const nodes = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  return nodes
    .filter((node) => !isNull(node))
    .map((node) => {
      if (node.kind === 'scalar')
        return typeof node.value === 'string' ? node.value : node.source || String(node.value);
      throw ruleError(context, node.line, `${key} has to be a list of texts`);
    });
}

export function readMap(map: YamlMap, key: string, context: RuleContext): YamlMap | null {
  const entry = find(map, key);
  if (entry === undefined) return null;
  if (entry.value.kind === 'map') return entry.value;
  throw ruleError(context, entry.line, `${key} has to be a map`, `Indent its keys below '${key}:'.`);
}

export function readList(map: YamlMap, key: string, context: RuleContext): readonly YamlNode[] {
  const entry = find(map, key);
  if (entry === undefined) return [];
  if (entry.value.kind === 'list') return entry.value.items;
  throw ruleError(context, entry.line, `${key} has to be a list`, "Start each item with '- '.");
}

/** Null where the document names no level. */
export function readSeverity(map: YamlMap, context: RuleContext): Severity | null {
  const text = readText(map, 'level', context);
  if (text === null) return null;
  const severity = severities.find((level) => level === text.toLowerCase());
  if (severity !== undefined) return severity;
  throw ruleError(
    context,
    find(map, 'level')?.line ?? map.line,
    `'${text}' is no level`,
    `Use ${severities.join(', ')}.`,
  );
}

/** The node as plain data; keys become own properties whatever they are called. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
