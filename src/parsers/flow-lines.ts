import { type Column, malformed, type MutableFields, numberOrText } from './fields.ts';
import type { LineParser, TextFormatOptions } from './parser.ts';

/** Records with every field there is are a tenth of this; it bounds what one hostile line costs. */
const lineMax = 32 * 1024;

/** What tells one kind of flow log from the other; the rest of the two is the same. */
export interface FlowLogKind {
  readonly name: string;
  /** Every documented field, by name. */
  readonly columns: ReadonlyMap<string, Column>;
  /** The order of a record that comes without a header or field list. */
  readonly defaultOrder: readonly Column[];
  /** Names for values that tell by their shape what they are; several names for one shape are taken in order. */
  readonly shapes: readonly FlowShape[];
}

export interface FlowShape {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** The order of the columns in hand: from a header, a field list, or the default. */
interface Layout {
  readonly columns: readonly Column[];
  readonly header: string | null;
}

/**
 * Reads space-separated flow log records. A header line sets the order for what follows (a file may hold several);
 * then the field list from the configuration; then the default. `-` is absent.
 * A record in an order nobody told keeps what its values' shape says, and the rest under its position (`field-7`).
 */
export function createFlowLines(kind: FlowLogKind, options: TextFormatOptions): LineParser {
  const listed = fieldNamesOf(options.fieldList);
  let layout: Layout | null = listed === null ? null : layoutOf(kind, listed, null);
  const fallback: Layout = { columns: kind.defaultOrder, header: null };
  return {
    parse(line) {
      if (line === layout?.header) return undefined;
      const { columns } = layout ?? fallback;
      const fields = readRecord(line, columns);
      if (fields === null) return parseUnusual(line);
      // Only a layout that starts with the version tells records from the header of a file that was appended.
      return columns[0]?.name !== 'version' && startsWithName(kind, line) ? parseUnusual(line) : fields;
    },
  };

  /** A header, a blank line, or a record that does not fit the columns in hand. */
  function parseUnusual(line: string): MutableFields | undefined {
    const text = line.trim();
    if (text === '') return undefined;
    if (text.length > lineMax)
      throw malformed(`the ${kind.name} record is longer than ${lineMax} characters`);
    const values = text.split(' ');
    if (kind.columns.has(values[0] ?? '') && isHeader(kind, values)) {
      layout = layoutOf(kind, values, line);
      return undefined;
    }
    const { columns, header } = layout ?? fallback;
    const fields = text === line ? null : readRecord(text, columns);
    const understood = fields ?? (layout === null ? inferFields(kind, values) : null);
    if (understood !== null) return understood;
    const told =
      header !== null
        ? 'the header names'
        : layout === null
          ? 'the default format has'
          : 'the field list has';
    throw malformed(
      `the ${kind.name} record has ${values.length} fields where ${told} ${columns.length}`,
      'Give the flow log’s custom format as field list.',
    );
  }
}

/**
 * Null where the line has not one value for each column, or no number as its version: then it is something else. One pass
 * over the characters, and numbers are never cut out as text: flow logs are most of what many accounts log.
 */
function readRecord(line: string, columns: readonly Column[]): MutableFields | null {
  const fields: MutableFields = {};
  const length = line.length;
  const count = columns.length;
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const column = columns[i];
    if (column === undefined || at >= length) return null;
    let end = line.indexOf(' ', at);
    if (end < 0) end = length;
    if (end === at) return null;
    const isAbsent = end === at + 1 && line.charCodeAt(at) === 0x2d;
    if (!isAbsent) {
      const number = column.isNumber ? digitsOf(line, at, end) : -1;
      if (number >= 0) fields[column.name] = number;
      else if (column.name === 'version') return null;
      else fields[column.name] = column.isNumber ? numberOrText(line.slice(at, end)) : line.slice(at, end);
    }
    at = end + 1;
  }
  return at === length + 1 ? fields : null;
}

/** -1 where there is anything but digits, or more of them than a double holds exactly. */
function digitsOf(line: string, start: number, end: number): number {
  if (end - start > 15) return -1;
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = line.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function startsWithName(kind: FlowLogKind, line: string): boolean {
  return kind.columns.has(line.slice(0, line.indexOf(' ')));
}

/** `${version} ${account-id}` as AWS's console and API write custom formats, as one text or many; null where there is none. */
function fieldNamesOf(fieldList: readonly string[] | undefined): readonly string[] | null {
  const names = (fieldList ?? [])
    .join(' ')
    .split(/[\s,]+/)
    .map((name) => name.replace(/^\$?\{(.*)\}$/, '$1'))
    .filter((name) => name !== '');
  return names.length === 0 ? null : names;
}

function layoutOf(kind: FlowLogKind, names: readonly string[], header: string | null): Layout {
  const columns = names.map((name) => flowColumn(kind, name));
  return { columns, header };
}

/** The documented column of that name, also where it is written with underscores as in Parquet; a text column where it is new. */
export function flowColumn(kind: FlowLogKind, name: string): Column {
  const dashed = name.replaceAll('_', '-');
  return kind.columns.get(dashed) ?? { name: dashed, isNumber: false };
}

/** At least half of the names are known, so that a field newer than this list does not hide the header. */
export function isHeader(kind: FlowLogKind, values: readonly string[]): boolean {
  let known = 0;
  for (const value of values) {
    if (!/^[a-z][a-z0-9-]*$/.test(value)) return false;
    if (kind.columns.has(value)) known += 1;
  }
  return known >= 2 && known * 2 >= values.length;
}

export function isVersion(text: string): boolean {
  return /^\d{1,2}$/.test(text);
}

/** Null where the values' shapes do not speak for a flow log. */
function inferFields(kind: FlowLogKind, values: readonly string[]): MutableFields | null {
  const fields: MutableFields = {};
  const taken = new Map<FlowShape, number>();
  let named = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? '';
    if (value === '-') continue;
    if (i === 0 && isVersion(value)) {
      fields['version'] = Number(value);
      continue;
    }
    const shape = kind.shapes.find(({ pattern }) => pattern.test(value));
    const name = shape?.names[taken.get(shape) ?? 0];
    if (shape === undefined || name === undefined) {
      fields[`field-${i + 1}`] = value;
      continue;
    }
    taken.set(shape, (taken.get(shape) ?? 0) + 1);
    fields[name] = value;
    named += 1;
    if (name === 'dstaddr' && isTrafficRun(values, i + 1)) {
      for (const [k, column] of trafficRun.entries()) fields[column] = numberOrText(values[i + 1 + k] ?? '');
      i += trafficRun.length;
    }
  }
  return named >= 2 && named * 4 >= values.length ? fields : null;
}

/** Both default formats have these between the addresses and the rest; custom formats seldom part them. */
const trafficRun = ['srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end'];

function isTrafficRun(values: readonly string[], at: number): boolean {
  const run = values.slice(at, at + trafficRun.length).map(Number);
  const [srcPort = -1, dstPort = -1, protocol = -1, , , start = -1, end = -1] = run;
  return (
    run.length === trafficRun.length &&
    run.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    srcPort < 65_536 &&
    dstPort < 65_536 &&
    protocol < 256 &&
    start > 1_000_000_000 &&
    end >= start &&
    end - start < 86_400
  );
}
