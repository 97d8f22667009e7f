import { allOf, anyOf, type Expr, type FieldRef } from './ir.ts';
import { type ModifierChain, parseModifiers } from './modifiers.ts';
import { parseCondition } from './parse-condition.ts';
import { type FieldPath, parseField } from './parse-field.ts';
import { parseValues } from './parse-values.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from './read-yaml.ts';
import { type RuleContext, ruleError } from './rule-context.ts';

const raw: FieldRef = { kind: 'raw' };

/** Keys beside the selections that are no selections. */
const reserved = new Set(['condition', 'timeframe', 'rules']);

/** The whole of a `detection:` or `filter:` section. */
export function parseDetection(section: YamlNode, context: RuleContext): Expr {
  if (section.kind !== 'map')
    throw ruleError(context, section.line, 'the detection has to be a map of selections');
  const condition = section.entries.find(({ key }) => key === 'condition');
  if (condition === undefined) {
    throw ruleError(context, section.line, 'the detection has no condition', "Add 'condition: selection'.");
  }
  const timeframe = section.entries.find(({ key }) => key === 'timeframe');
  if (timeframe !== undefined) {
    context.warn(
      'LINT_DEPRECATED',
      timeframe.line,
      'timeframe has no effect; write a correlation rule with a timespan',
    );
  }
  const selections = selectionsOf(section, context);
  const texts = conditionTexts(condition, context);
  const used = new Set<string>();
  const expr = anyOf(texts.map(({ text, line }) => parseCondition(text, line, selections, context, used)));
  for (const { key, line } of section.entries) {
    if (!reserved.has(key) && !used.has(key) && !key.startsWith('_')) {
      context.warn('LINT_UNUSED_SELECTION', line, `the condition does not mention '${key}'`);
    }
  }
  return expr;
}

function selectionsOf(section: YamlMap, context: RuleContext): ReadonlyMap<string, Expr> {
  const entries = section.entries.filter(({ key }) => !reserved.has(key));
  return new Map(entries.map(({ key, value, line }) => [key, parseSelection(value, line, context)]));
}

function conditionTexts(
  { value, line }: YamlEntry,
  context: RuleContext,
): readonly { readonly text: string; readonly line: number }[] {
  const nodes = value.kind === 'list' ? value.items : [value];
  if (nodes.length === 0)
    throw ruleError(context, line, 'the condition is empty', "Write 'condition: selection'.");
  return nodes.map((node) => {
    if (node.kind === 'scalar' && typeof node.value === 'string')
      return { text: node.value, line: node.line };
    throw ruleError(context, node.line, 'the condition has to be a text', "Write 'condition: selection'.");
  });
}

/** A map asks for all of its fields; a list for any of its members; a plain value is a keyword. */
function parseSelection(node: YamlNode, line: number, context: RuleContext): Expr {
  if (node.kind === 'map') return parseMap(node, context);
  if (node.kind === 'scalar') return parseKeywords(node, '', [], line, context);
  if (node.items.length === 0)
    throw ruleError(context, line, 'the selection is empty', 'Add a value or remove it.');
  return anyOf(node.items.map((item) => parseListItem(item, context)));
}

function parseListItem(item: YamlNode, context: RuleContext): Expr {
  if (item.kind === 'map') return parseMap(item, context);
  if (item.kind === 'scalar') return parseKeywords(item, '', [], item.line, context);
  throw ruleError(context, item.line, 'a list within a list has no meaning here', 'Write one flat list.');
}

function parseMap(map: YamlMap, context: RuleContext): Expr {
  if (map.entries.length === 0)
    throw ruleError(context, map.line, 'the selection is empty', 'Add a field or remove it.');
  return allOf(map.entries.map((entry) => parseEntry(entry, context)));
}

function parseEntry({ key, line, value }: YamlEntry, context: RuleContext): Expr {
  const [name = '', ...modifiers] = key.split('|');
  if (name.trim() === '') return parseKeywords(value, key, modifiers, line, context);
  const chain = parseModifiers(key, modifiers, line, context);
  return parsePath(
    { key, chain, line, value, context, modified: modifiers.length > 0 },
    parseField(name, line, context),
  );
}

interface Entry {
  readonly key: string;
  readonly chain: ModifierChain;
  readonly line: number;
  readonly value: YamlNode;
  readonly context: RuleContext;
  readonly modified: boolean;
}

function parsePath(entry: Entry, path: FieldPath): Expr {
  const { field, quantifier, rest } = path;
  if (quantifier === null) return parseValues({ ...entry, field }, entry.value);
  const body = rest === null ? parseMemberBody(entry) : parsePath(entry, rest);
  return { kind: 'members', field, quantifier, body };
}

/** What is asked of each member: values of the member itself, fields of it, or a detection of its own. */
function parseMemberBody(entry: Entry): Expr {
  const { value, context, key } = entry;
  const isBlock =
    value.kind === 'map' || (value.kind === 'list' && value.items.some(({ kind }) => kind === 'map'));
  if (!isBlock) return parseValues({ ...entry, field: { kind: 'path', parts: [] } }, value);
  if (entry.modified) {
    throw ruleError(context, entry.line, `${key}: modifiers belong to the fields within the block`);
  }
  if (value.kind === 'list') return parseSelection(value, entry.line, context);
  return isExtended(value) ? parseDetection(value, context) : parseMap(value, context);
}

/** A block with a condition over named selections, as opposed to a member that has a field called condition. */
function isExtended(map: YamlMap): boolean {
  const others = map.entries.filter(({ key }) => key !== 'condition');
  const isSelection = (node: YamlNode): boolean =>
    node.kind === 'map' || (node.kind === 'list' && node.items.every(({ kind }) => kind === 'map'));
  return (
    others.length > 0 && others.length < map.entries.length && others.every(({ value }) => isSelection(value))
  );
}

const keywordModifiers = new Set([
  'all',
  'contains',
  're',
  'i',
  'm',
  's',
  'cased',
  'expand',
  'windash',
  'base64',
  'base64offset',
  'wide',
  'utf16',
  'utf16le',
  'utf16be',
]);

/** Keywords are looked for anywhere in the record as it arrived. */
function parseKeywords(
  value: YamlNode,
  key: string,
  modifiers: readonly string[],
  line: number,
  context: RuleContext,
): Expr {
  const odd = modifiers.find((name) => !keywordModifiers.has(name));
  if (odd !== undefined) {
    throw ruleError(
      context,
      line,
      `${key}: the modifier '${odd}' needs a field`,
      'Put a field name before it.',
    );
  }
  if (value.kind === 'map') throw ruleError(context, line, `'${key}' has no field name`);
  const names =
    modifiers.includes('re') || modifiers.includes('contains') ? modifiers : [...modifiers, 'contains'];
  const chain = parseModifiers(key === '' ? 'keyword' : key, names, line, context);
  const escaped = chain.kind === 'text' ? escapeForJson(value) : value;
  const exprs = [value, ...(escaped === value ? [] : [escaped])].map((node) =>
    parseValues({ key: key === '' ? 'keyword' : key, field: raw, chain, line, context }, node),
  );
  return anyOf(exprs);
}

/** In a JSON record a quote or backslash of the value stands escaped, so a keyword with one is looked for in both forms. */
function escapeForJson(value: YamlNode): YamlNode {
  const items = value.kind === 'list' ? value.items : [value];
  const escaped = items.map((item) => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return item;
    return {
      ...item,
      value: item.value.replaceAll(/\\(?![*?\\])|\\\\|"/g, (found) => (found === '"' ? '\\\\"' : '\\\\\\\\')),
    };
  });
  const changed = escaped.some((item, index) => {
    const original = items[index];
    return item.kind === 'scalar' && original?.kind === 'scalar' && item.value !== original.value;
  });
  if (!changed) return value;
  const list: YamlList = { kind: 'list', line: value.line, items: escaped };
  return list;
}
