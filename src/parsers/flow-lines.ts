import { type Column, malformed, type MutableFields, numberOrText } from './fields.ts';
import type { LineParser, TextFormatOptions } from './parser.ts';

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
      const text = trimmed(line);
      if (text === '') return undefined;
      const values = text.split(' ');
      const first = values[0] ?? '';
      if (kind.columns.has(first) && isHeader(kind, values)) {
        layout = layoutOf(kind, values, line);
        return undefined;
      }
      const { columns, header } = layout ?? fallback;
      if (values.length === columns.length && (columns[0]?.name !== 'version' || isVersion(first))) {
        return fieldsOf(values, columns);
      }
      const inferred = layout === null ? inferFields(kind, values) : null;
      if (inferred !== null) return inferred;
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
    },
  };
}

/** Flow logs end lines with a space in some tools; most lines need no copy. */
function trimmed(line: string): string {
  const last = line.charCodeAt(line.length - 1);
  return last <= 0x20 || line.charCodeAt(0) <= 0x20 ? line.trim() : line;
}

function fieldsOf(values: readonly string[], columns: readonly Column[]): MutableFields {
  const fields: MutableFields = {};
  for (let i = 0; i < columns.length; i += 1) {
    const value = values[i];
    const column = columns[i];
    if (value === undefined || column === undefined || value === '-') continue;
    fields[column.name] = column.isNumber ? numberOrText(value) : value;
  }
  return fields;
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
