import { basename, extname } from 'node:path';
import { hash128Hex } from '../base/ids.ts';
import type { Fields } from '../event/event.ts';
import { isLogType } from '../event/log-types.ts';
import { children, type Expr } from './ir.ts';
import { logTypesOf } from './log-source.ts';
import { parseDetection } from './parse-detection.ts';
import { find, plainValue, readList, readMap, readSeverity, readText, readTexts } from './read-keys.ts';
import type { YamlDocument, YamlMap } from './read-yaml.ts';
import type { LogSource, Rule, RuleSample, RuleSamples } from './rule.ts';
import { exprNodesMax, type RuleContext, ruleError } from './rule-context.ts';

const statuses = new Set(['stable', 'test', 'experimental', 'deprecated', 'unsupported']);
const titleCharsMax = 256;

/** Sigma's own keys and ours; anything else is allowed, and lint says so. */
const knownKeys = new Set(
  'title id name related taxonomy status description license references author date modified logsource detection fields falsepositives level tags scope sigma-version trailwatch'.split(
    ' ',
  ),
);

/** A detection document becomes a rule, or an error that names line and fix. */
export function parseRule(document: YamlDocument, root: YamlMap, context: RuleContext): Rule {
  const title = readText(root, 'title', context, titleCharsMax);
  if (title === null || title.trim() === '')
    throw ruleError(context, document.line, 'the rule has no title', "Add 'title:'.");
  const detection = find(root, 'detection');
  if (detection === undefined) {
    throw ruleError(
      context,
      document.line,
      'the rule has no detection',
      "Add 'detection:' with a selection and a condition.",
    );
  }
  const logSource = parseLogSource(root, context);
  const expr = parseDetection(detection.value, context);
  checkSize(expr, detection.line, context);
  const tags = readTexts(root, 'tags', context);
  warnMetadata(root, context);
  return {
    id: readText(root, 'id', context, 128) ?? stem(context.file),
    name: readText(root, 'name', context, titleCharsMax),
    title,
    description: readText(root, 'description', context) ?? '',
    severity: readSeverity(root, context) ?? 'medium',
    status: parseStatus(root, context),
    author: readText(root, 'author', context) ?? '',
    date: readText(root, 'date', context) ?? '',
    modified: readText(root, 'modified', context) ?? '',
    tags,
    attack: attackOf(tags),
    references: readTexts(root, 'references', context),
    falsePositives: readTexts(root, 'falsepositives', context),
    file: context.file,
    line: document.line,
    text: document.text,
    version: hash128Hex(document.text).slice(0, 12),
    logSource,
    logTypes: logTypesOf(logSource),
    expr,
    standalone: true,
    ...parseOwnBlock(root, context),
  };
}

export function parseLogSource(root: YamlMap, context: RuleContext): LogSource {
  const map = readMap(root, 'logsource', context);
  if (map === null) {
    throw ruleError(
      context,
      root.line,
      'the rule has no logsource',
      "Add 'logsource:' with product, service or category.",
    );
  }
  const read = (key: string): string | null => readText(map, key, context)?.toLowerCase() ?? null;
  return { product: read('product'), service: read('service'), category: read('category') };
}

/** `attack.t1078.004` is a technique, `attack.initial-access` a tactic. */
export function attackOf(tags: readonly string[]): readonly string[] {
  const ids = tags
    .filter((tag) => /^attack\./i.test(tag))
    .map((tag) => tag.slice('attack.'.length).toLowerCase())
    .map((id) =>
      /^[tgsc]\d{4}/.test(id) || /^ta\d{4}/.test(id) ? id.toUpperCase() : id.replaceAll('_', '-'),
    );
  return [...new Set(ids)];
}

function parseStatus(root: YamlMap, context: RuleContext): string {
  const status = readText(root, 'status', context);
  if (status === null) return '';
  const line = find(root, 'status')?.line ?? root.line;
  if (!statuses.has(status)) {
    throw ruleError(context, line, `'${status}' is no status`, `Use ${[...statuses].join(', ')}.`);
  }
  if (status === 'deprecated' || status === 'unsupported') {
    context.warn('LINT_STATUS', line, `the rule is marked ${status}`);
  }
  return status;
}

function warnMetadata(root: YamlMap, context: RuleContext): void {
  if (find(root, 'id') === undefined) context.warn('LINT_MISSING_ID', root.line, 'the rule has no id');
  if (find(root, 'level') === undefined)
    context.warn('LINT_MISSING_LEVEL', root.line, 'the rule has no level');
  for (const { key, line } of root.entries) {
    if (!knownKeys.has(key)) context.warn('LINT_UNKNOWN_KEY', line, `Sigma has no key '${key}'`);
  }
}

type OwnBlock = Pick<Rule, 'sentence' | 'severityReason' | 'nextSteps' | 'playbook' | 'samples'>;

const ownKeys = new Set(['sentence', 'severity_reason', 'next_steps', 'playbook', 'samples']);

function parseOwnBlock(root: YamlMap, context: RuleContext): OwnBlock {
  const map = readMap(root, 'trailwatch', context) ?? { kind: 'map', line: root.line, entries: [] };
  for (const { key, line } of map.entries) {
    if (!ownKeys.has(key)) {
      throw ruleError(context, line, `trailwatch has no key '${key}'`, `Use ${[...ownKeys].join(', ')}.`);
    }
  }
  return {
    sentence: readText(map, 'sentence', context, 1_000),
    severityReason: readText(map, 'severity_reason', context) ?? '',
    nextSteps: readTexts(map, 'next_steps', context),
    playbook: readText(map, 'playbook', context),
    samples: parseSamples(readMap(map, 'samples', context), context),
  };
}

function parseSamples(map: YamlMap | null, context: RuleContext): RuleSamples {
  if (map === null) return { match: [], noMatch: [] };
  for (const { key, line } of map.entries) {
    if (key !== 'match' && key !== 'no_match') {
      throw ruleError(context, line, `samples has no key '${key}'`, 'Use match and no_match.');
    }
  }
  const read = (key: string): readonly RuleSample[] =>
    readList(map, key, context).map((node, index) => {
      if (node.kind !== 'map')
        throw ruleError(context, node.line, `a sample has to be a map with name and event`);
      return parseSample(node, `${key} ${index + 1}`, context);
    });
  return { match: read('match'), noMatch: read('no_match') };
}

function parseSample(node: YamlMap, fallbackName: string, context: RuleContext): RuleSample {
  const event = readMap(node, 'event', context);
  if (event === null)
    throw ruleError(context, node.line, 'the sample has no event', "Add 'event:' with a native record.");
  const logType = readText(node, 'log_type', context);
  if (logType !== null && !isLogType(logType))
    throw ruleError(context, node.line, `'${logType}' is no log type`);
  // A map node always becomes an object.
  return {
    name: readText(node, 'name', context) ?? fallbackName,
    logType,
    event: plainValue(event) as Fields,
  };
}

function checkSize(expr: Expr, line: number, context: RuleContext): void {
  let nodes = 0;
  const open = [expr];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes += 1;
    if (nodes > exprNodesMax) {
      throw ruleError(
        context,
        line,
        `the detection has more than ${exprNodesMax} parts`,
        'Split the rule.',
        'TW_RULE_LIMIT',
      );
    }
    open.push(...children(next));
  }
}

function stem(file: string): string {
  return basename(file, extname(file));
}
