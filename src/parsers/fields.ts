import { TrailwatchError } from '../base/errors.ts';

/** Fields while a parser fills them. */
export type MutableFields = Record<string, unknown>;

/** Sets an own property under any name: assigning to `__proto__` would lose the value. */
export function setField(fields: MutableFields, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    fields[name] = value;
  }
}

/** A number where the text is a plain decimal that a double holds exactly enough; the text itself otherwise. */
export function numberOrText(text: string): number | string {
  const first = text.charCodeAt(0);
  if (!((first >= 0x30 && first <= 0x39) || first === 0x2d) || text.length > 17) return text;
  for (let i = 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (!((code >= 0x30 && code <= 0x39) || code === 0x2e)) return text;
  }
  const value = Number(text);
  return Number.isNaN(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER ? text : value;
}

/** A column of a format with a fixed order. */
export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
}

/** `#` before a name marks a numeric column. */
export function columnsOf(names: string): readonly Column[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name: name.replace(/^#/, ''), isNumber: name.startsWith('#') }));
}

export function columnNames(columns: readonly Column[]): ReadonlySet<string> {
  return new Set(columns.map(({ name }) => name));
}

/** Fields by position; `-` and empty are absent. Values after the last column keep their position as name: `field_34`. */
export function fieldsByColumn(values: readonly string[], columns: readonly Column[]): MutableFields {
  const fields: MutableFields = {};
  const known = Math.min(values.length, columns.length);
  for (let i = 0; i < known; i += 1) {
    const value = values[i];
    const column = columns[i];
    if (value === undefined || column === undefined || value === '-' || value === '') continue;
    fields[column.name] = column.isNumber ? numberOrText(value) : value;
  }
  for (let i = known; i < values.length; i += 1) {
    const value = values[i];
    if (value !== '-' && value !== '') fields[`field_${i + 1}`] = value;
  }
  return fields;
}

export function malformed(message: string, hint?: string): TrailwatchError {
  return new TrailwatchError('TW_PARSE_MALFORMED', message, { hint });
}
