import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TrailwatchError } from '../base/errors.ts';
import { parseCorrelation } from './parse-correlation.ts';
import { applyFilters, type FilterRule, parseFilter } from './parse-filter.ts';
import { parseRule } from './parse-rule.ts';
import { find, readText } from './read-keys.ts';
import { readYaml, ruleFileBytesMax, type YamlDocument } from './read-yaml.ts';
import type { CorrelationRule, Rule, RuleLoad, RuleProblem, RuleWarning } from './rule.ts';
import { type Placeholders, type RuleContext, ruleError } from './rule-context.ts';

export interface LoadOptions {
  /** Values for `%placeholder%` in rules that use the modifier `expand`. */
  readonly placeholders?: Placeholders;
}

export const rulesMax = 20_000;
const filesMax = 50_000;
const sigmaVersionMax = 3;

/**
 * Reads rules, filters and correlations from files and folders (recursive, `.yml` and `.yaml`). A bad rule never stops the
 * others: it ends in `refused`. Throws only TW_INPUT_UNREADABLE for a path that was named and cannot be read.
 */
export async function loadRules(paths: readonly string[], options: LoadOptions = {}): Promise<RuleLoad> {
  const loader = new Loader(options);
  const files = new Set<string>();
  for (const path of paths) for (const file of await ruleFiles(path)) files.add(file);
  for (const file of files) {
    const { size } = await stat(file);
    if (size > ruleFileBytesMax)
      loader.refuse(
        new TrailwatchError('TW_RULE_LIMIT', `the file is larger than ${ruleFileBytesMax} bytes`, {
          at: { file },
        }),
      );
    else loader.add(await readFile(file, 'utf8'), file);
  }
  return loader.finish();
}

/** The same from text; `file` is what problems are reported under. */
export function parseRules(text: string, file: string, options: LoadOptions = {}): RuleLoad {
  const loader = new Loader(options);
  loader.add(text, file);
  return loader.finish();
}

async function ruleFiles(path: string): Promise<readonly string[]> {
  try {
    const info = await stat(path);
    if (!info.isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
    if (files.length > filesMax)
      throw new TrailwatchError('TW_RULE_LIMIT', `${path} holds more than ${filesMax} rule files`);
    return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  } catch (cause) {
    if (cause instanceof TrailwatchError) throw cause;
    throw new TrailwatchError('TW_INPUT_UNREADABLE', `cannot read rules from ${path}`, {
      cause,
      hint: 'Check the path and its permissions.',
    });
  }
}

/** Collects documents, and settles what concerns several of them at the end. */
class Loader {
  readonly #placeholders: Placeholders;
  readonly #rules: Rule[] = [];
  readonly #ids = new Map<string, Rule>();
  readonly #filters: FilterRule[] = [];
  readonly #correlations: CorrelationRule[] = [];
  readonly #refused: RuleProblem[] = [];
  readonly #warnings: RuleWarning[] = [];

  constructor({ placeholders = {} }: LoadOptions) {
    this.#placeholders = placeholders;
  }

  add(text: string, file: string): void {
    for (const document of readYaml(text, file, (error) => this.refuse(error))) {
      const warnings: RuleWarning[] = [];
      try {
        this.#read(document, file, warnings);
        this.#warnings.push(...warnings);
      } catch (error) {
        if (!(error instanceof TrailwatchError)) throw error;
        this.refuse(error);
      }
    }
  }

  refuse({ at, code, message, hint }: TrailwatchError): void {
    this.#refused.push({ file: at?.file ?? '', line: at?.line ?? null, code, message, hint });
  }

  finish(): RuleLoad {
    const { rules, applied } = applyFilters(this.#rules, this.#filters);
    const filters = this.#filters.map(({ title, file, line }, index) => {
      if (applied[index] === 0) {
        this.#warnings.push({
          file,
          line,
          code: 'LINT_FILTER_UNUSED',
          message: 'the filter names no loaded rule',
        });
      }
      return { title, file, applied: applied[index] ?? 0 };
    });
    const parts = this.#partsOfCorrelations();
    const settled = rules.map((rule) => {
      if (!parts.has(rule.id) && (rule.name === null || !parts.has(rule.name))) return rule;
      const message = 'only a correlation refers to it; it raises no findings of its own';
      this.#warnings.push({ file: rule.file, line: rule.line, code: 'LINT_BASE_RULE', message });
      return { ...rule, standalone: false };
    });
    const { length } = settled;
    if (length > rulesMax)
      throw new TrailwatchError('TW_RULE_LIMIT', `${length} rules are more than ${rulesMax}`);
    return {
      rules: settled,
      refused: this.#refused,
      warnings: this.#warnings,
      correlations: this.#correlations,
      filters,
    };
  }

  #read(document: YamlDocument, file: string, warnings: RuleWarning[]): void {
    const place = { file };
    const { root, line } = document;
    if (root.kind !== 'map')
      throw ruleError(place, line, 'the document is no Sigma rule', "Start it with 'title:'.");
    const context: RuleContext = {
      file,
      sigmaVersion: 2,
      placeholders: this.#placeholders,
      warn: (code, at, message) => warnings.push({ file, line: at, code, message }),
    };
    const versioned = {
      ...context,
      sigmaVersion: sigmaVersionOf(readText(root, 'sigma-version', context), line, context),
    };
    if (find(root, 'correlation') !== undefined)
      this.#addCorrelation(parseCorrelation(document, root, versioned));
    else if (find(root, 'filter') !== undefined) this.#filters.push(parseFilter(document, root, versioned));
    else this.#addRule(parseRule(document, root, versioned));
  }

  #addRule(rule: Rule): void {
    const first = this.#ids.get(rule.id);
    if (first !== undefined) {
      const where = `${first.file}:${first.line}`;
      throw ruleError(
        rule,
        rule.line,
        `the id ${rule.id} is taken by ${where}`,
        'Give the rule an id of its own.',
        'TW_RULE_DUPLICATE_ID',
      );
    }
    this.#ids.set(rule.id, rule);
    this.#rules.push(rule);
  }

  #addCorrelation(correlation: CorrelationRule): void {
    this.#correlations.push(correlation);
    const { file, line, type, title } = correlation;
    this.refuse(
      new TrailwatchError('TW_RULE_CORRELATION', `'${title}' (${type}) needs the correlation engine`, {
        at: { file, line },
        hint: 'The rule is valid; it does not run yet.',
      }),
    );
  }

  /** Ids and names of rules that correlations use without asking for their findings. */
  #partsOfCorrelations(): ReadonlySet<string> {
    return new Set(this.#correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules));
  }
}

function sigmaVersionOf(text: string | null, line: number, context: RuleContext): number {
  const major = text === null ? 2 : Number.parseInt(text, 10);
  if (major >= 1 && major <= sigmaVersionMax) return Math.max(2, major);
  throw ruleError(
    context,
    line,
    `sigma-version ${text} is not known here`,
    `Use 2 or ${sigmaVersionMax}.`,
    'TW_RULE_UNSUPPORTED',
  );
}
