import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { TrailwatchError } from '../base/errors.ts';

/** YAML as rules need it: line numbers, string keys, anchors resolved. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly YamlEntry[];
}
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlNode;
}
export interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlNode[];
}
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** A plain scalar as written; '' for quoted ones. */
  readonly source: string;
}

export interface YamlDocument {
  readonly root: YamlNode;
  readonly line: number;
  readonly text: string;
}

export const ruleFileBytesMax = 4 * 1024 ** 2;
const documentsMax = 5_000;
const nodesMax = 200_000;
const depthMax = 40;

/**
 * The documents of a YAML 1.2 file; empty ones are left out. A document that is not valid YAML ends in `refuse`, the others
 * are still read. Expanded anchors count towards the limits, so a bomb is refused before it grows.
 */
export function readYaml(
  text: string,
  file: string,
  refuse: (error: TrailwatchError) => void,
): readonly YamlDocument[] {
  if (text.length > ruleFileBytesMax) {
    refuse(limitError(file, 1, `the file is larger than ${ruleFileBytesMax} characters`));
    return [];
  }
  const lines = new LineCounter();
  const read: YamlDocument[] = [];
  const documents = parseDocuments(text, file, lines, refuse);
  if (documents.length > documentsMax) {
    refuse(limitError(file, 1, `the file holds more than ${documentsMax} documents`));
    return [];
  }
  for (const document of documents) {
    try {
      const found = convertDocument(document, text, file, lines);
      if (found !== null) read.push(found);
    } catch (error) {
      if (!(error instanceof TrailwatchError)) throw error;
      refuse(error);
    }
  }
  return read;
}

function parseDocuments(
  text: string,
  file: string,
  lineCounter: LineCounter,
  refuse: (error: TrailwatchError) => void,
): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      lineCounter,
      prettyErrors: false,
      uniqueKeys: true,
      logLevel: 'silent',
    });
    return 'empty' in documents ? [] : documents;
  } catch (cause) {
    // The parser is recursive; nothing else can make it throw.
    if (!(cause instanceof RangeError)) throw cause;
    refuse(limitError(file, 1, 'the YAML is nested too deeply'));
    return [];
  }
}

function convertDocument(
  document: Document.Parsed,
  text: string,
  file: string,
  lines: LineCounter,
): YamlDocument | null {
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new TrailwatchError('TW_RULE_YAML', `not valid YAML: ${oneLine(problem.message)}`, {
      at: { file, line: Math.max(1, lines.linePos(problem.pos[0]).line) },
      hint:
        problem.code === 'DUPLICATE_KEY' ? 'Remove one of the two keys.' : 'Check indentation and quotes.',
    });
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return null;
  const [start, end] = contents.range;
  const converter = new Converter(file, lines);
  const line = lines.linePos(start).line;
  return { root: converter.convert(contents, 0), line, text: text.slice(start, end) };
}

/** Turns the library's nodes into ours, within limits. */
class Converter {
  readonly #file: string;
  readonly #lines: LineCounter;
  /** Anchors seen so far; an alias means the last one of its name. */
  readonly #anchors = new Map<string, unknown>();
  #nodes = 0;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  convert(node: unknown, depth: number): YamlNode {
    const line = this.#lineOf(node);
    this.#nodes += 1;
    if (this.#nodes > nodesMax) throw limitError(this.#file, line, 'the YAML expands to too many values');
    if (depth > depthMax) throw limitError(this.#file, line, `the YAML is nested deeper than ${depthMax}`);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) throw this.#invalid(line, `the alias *${node.source} has no anchor`);
      return this.convert(target, depth + 1);
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
      this.#anchors.set(node.anchor, node);
    }
    if (isMap(node)) return { kind: 'map', line, entries: this.#entries(node.items, depth) };
    if (isSeq(node))
      return { kind: 'list', line, items: node.items.map((item) => this.convert(item, depth + 1)) };
    if (isScalar(node))
      return { kind: 'scalar', line, ...scalarOf(node.value, node.source, node.type === 'PLAIN') };
    return { kind: 'scalar', line, value: null, source: '' };
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], depth: number): YamlEntry[] {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of pairs) {
      const line = this.#lineOf(pair.key);
      if (!isScalar(pair.key)) throw this.#invalid(line, 'a key must be a plain word or a quoted text');
      const key = typeof pair.key.value === 'string' ? pair.key.value : (pair.key.source ?? '');
      const value = this.convert(pair.value, depth + 1);
      if (key === '<<' && value.kind === 'map') merged.push(...value.entries);
      else own.push({ key, line, value });
    }
    const names = new Set(own.map(({ key }) => key));
    return [...own, ...merged.filter(({ key }) => !names.has(key))];
  }

  #lineOf(node: unknown): number {
    const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
    return range ? this.#lines.linePos(range[0]).line : 1;
  }

  #invalid(line: number, message: string): TrailwatchError {
    return new TrailwatchError('TW_RULE_YAML', message, { at: { file: this.#file, line } });
  }
}

function scalarOf(
  value: unknown,
  source: string | undefined,
  plain: boolean,
): Pick<YamlScalar, 'value' | 'source'> {
  const written = plain ? (source ?? '') : '';
  if (typeof value === 'number') return { value, source: written };
  if (typeof value === 'string' || typeof value === 'boolean' || value === null)
    return { value, source: written };
  return { value: source ?? '', source: written };
}

function limitError(file: string, line: number, message: string): TrailwatchError {
  return new TrailwatchError('TW_RULE_LIMIT', message, {
    at: { file, line },
    hint: 'Split it into several files.',
  });
}

function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').slice(0, 200);
}
