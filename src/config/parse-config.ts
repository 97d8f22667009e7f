import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { TrailwatchError } from '../base/errors.ts';
import { nearest } from './nearest.ts';
import { type ConfigFile, ConfigSchema, configJsonSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A file whose aliases multiply beyond this is refused. */
const aliasesMax = 100;

/** Throws TW_CONFIG_INVALID at the first error, with its line, its column and a hint; further errors are named in the message. */
export function parseConfig(text: string, file: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    throw invalid(file, syntax.message, 'Mind indentation, quotes and colons.', place(lines, syntax.pos[0]));
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: aliasesMax }) ?? {};
  } catch (cause) {
    throw invalid(file, 'uses too many aliases', 'Write the values out.', undefined, cause);
  }
  const result = ConfigSchema.safeParse(value, { reportInput: true });
  if (!result.success) throw describe(result.error.issues, document, lines, file);
  const repeated = repeatedSource(result.data);
  if (repeated !== undefined) {
    const message = `sources[${repeated}].name repeats the name of an earlier source`;
    const at = placeOf(document, lines, ['sources', repeated, 'name']);
    throw invalid(file, message, 'Give each source a name of its own.', at);
  }
  return result.data;
}

const shownMax = 5;

function describe(
  issues: readonly Issue[],
  document: Document,
  lines: LineCounter,
  file: string,
): TrailwatchError {
  const found = issues
    .flatMap((issue) => explain(issue))
    .map((problem) => ({
      ...problem,
      at: placeOf(document, lines, problem.path),
    }));
  const [first, ...others] = found.toSorted((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0));
  if (first === undefined) return invalid(file, 'is not valid', 'Compare it with the reference.', undefined);
  const more = others
    .slice(0, shownMax - 1)
    .map(({ message, hint, at }) => `\n  also line ${at?.line ?? '?'}: ${message} (${hint})`);
  if (others.length >= shownMax) more.push(`\n  and ${others.length - shownMax + 1} more`);
  return invalid(file, first.message + more.join(''), first.hint, first.at);
}

interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

function explain(issue: Issue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean '${meant}'?`;
      return { path: [...issue.path, key], message: `unknown key '${key}'${inside(issue.path)}`, hint };
    });
  }
  const name = issue.path.length === 0 ? 'the file' : dotted(issue.path);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const hint =
      values.length > 8 ? 'The reference lists what may stand here.' : `It must be ${values.join(' or ')}.`;
    return [{ path: issue.path, message: `${name} has a value that is not allowed`, hint }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [
      {
        path: issue.path,
        message: `${name} is missing`,
        hint: `Add it; it must be ${article(issue.expected)}.`,
      },
    ];
  }
  return [
    {
      path: issue.path,
      message: `${name} is not valid: ${lowerFirst(issue.message)}`,
      hint: descriptionOf(issue.path),
    },
  ];
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function inside(path: Path): string {
  return path.length === 0 ? '' : ` in ${dotted(path)}`;
}

function dotted(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

function schemaAt(path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = configJsonSchema();
  for (const part of path) {
    const inner: SchemaNode | undefined = node?.oneOf?.[0] ?? node;
    node = typeof part === 'number' ? inner?.items : inner?.properties?.[String(part)];
  }
  return node?.oneOf?.[0] ?? node;
}

function knownKeys(path: Path): string[] {
  return Object.keys(schemaAt(path)?.properties ?? {});
}

function descriptionOf(path: Path): string {
  return schemaAt(path)?.description ?? 'The reference says what may stand here.';
}

/** Of the key where it is a key that is wrong, else of the value; of what encloses it where it is missing. */
function placeOf(document: Document, lines: LineCounter, path: Path): Place | undefined {
  const parent = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
    if (isScalar(pair?.key) && pair.key.range) return place(lines, pair.key.range[0]);
  }
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) return place(lines, node.range[0]);
  return path.length === 0 ? undefined : placeOf(document, lines, path.slice(0, -1));
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function place(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function invalid(
  file: string,
  message: string,
  hint: string,
  at: Place | undefined,
  cause?: unknown,
): TrailwatchError {
  return new TrailwatchError('TW_CONFIG_INVALID', message, { hint, at: { file, ...at }, cause });
}

/** Read positions belong to the name, so two sources cannot share one. */
function repeatedSource(config: ConfigFile): number | undefined {
  const names = config.sources.map(({ name }) => name);
  const index = names.findIndex((name, at) => names.indexOf(name) < at);
  return index === -1 ? undefined : index;
}
