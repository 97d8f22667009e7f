import { coreColumns } from '../event/core-columns.ts';
import type { Event, EventColumns } from '../event/event.ts';
import type { FieldRef } from './ir.ts';

/**
 * What a field holds, as text: undefined where it is missing, null where it is null, a list where an array is on its way or
 * at its end. Numbers and booleans are the text JSON has for them; an object is its JSON.
 */
export type FieldValue = undefined | null | string | readonly (string | null)[];

/** Members that one path may fan out to; the rest of a larger array is not looked at. */
export const membersMax = 10_000;

/** Native names first, then core columns. */
export function readField(event: Event, field: FieldRef): FieldValue {
  if (field.kind === 'raw') return rawText(event);
  const native = readPath(event.fields, compilePath(field.parts));
  if (native !== undefined) return native;
  const [name] = field.parts;
  return field.parts.length === 1 && typeof name === 'string' ? columnValue(event, name) : undefined;
}

/** The record as it arrived. */
export function rawText(event: Event): string {
  const { raw } = event;
  return decoder.decode(raw);
}

const decoder = new TextDecoder();

/** The same below any value, such as a member of an array. */
export function readPath(value: unknown, path: Path): FieldValue {
  let inner = value;
  for (let at = 0; at < path.length; at++) {
    const step = path[at];
    if (typeof inner !== 'object' || inner === null) return undefined;
    // Arrays and keys with dots may lead to several values or to dead ends: the full search handles them.
    if (typeof step !== 'object' || Array.isArray(inner) || hasDottedKey(inner, step))
      return searchPath(value, path);
    const { name } = step.plain;
    const found: unknown = (inner as Readonly<Record<string, unknown>>)[name];
    // Absence, the usual case, is quicker to see than ownership.
    if (found === undefined || !Object.hasOwn(inner, name)) return undefined;
    inner = found;
  }
  if (typeof inner === 'string') return inner;
  return Array.isArray(inner) ? searchPath(value, path) : textOf(inner);
}

function hasDottedKey(value: object, { dotted }: NamedStep): boolean {
  for (let at = 0; at < dotted.length; at++) {
    const name = dotted[at]?.name ?? '';
    if ((value as Readonly<Record<string, unknown>>)[name] !== undefined && Object.hasOwn(value, name))
      return true;
  }
  return false;
}

function searchPath(value: unknown, path: Path): FieldValue {
  const found: unknown[] = [];
  walk(value, path, 0, found);
  if (found.length === 0) return undefined;
  if (found.length === 1 && !Array.isArray(found[0])) return textOf(found[0]);
  const flat: (string | null)[] = [];
  for (const member of found) flatten(member, flat);
  return flat;
}

/** The members of the arrays at a path; a single value that is no array counts as one member. Undefined where it is missing. */
export function readMembers(value: unknown, path: Path): readonly unknown[] | undefined {
  const found: unknown[] = [];
  walk(value, path, 0, found);
  if (found.length === 0) return undefined;
  return found.flatMap((one) => (Array.isArray(one) ? one : [one])).slice(0, membersMax);
}

/** Own properties only: log content may be called `constructor`. A key that itself holds dots wins over the path. */
function walk(value: unknown, path: Path, at: number, found: unknown[]): void {
  if (found.length >= membersMax) return;
  const step = path[at];
  if (step === undefined) {
    found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (typeof step === 'number') {
    if (Array.isArray(value) && step < value.length) walk(value[step], path, at + 1, found);
  } else if (Array.isArray(value)) {
    for (const member of value) walk(member, path, at, found);
  } else {
    for (const { name, next } of [...step.dotted, step.plain]) {
      if (!Object.hasOwn(value, name)) continue;
      const before = found.length;
      walk((value as Readonly<Record<string, unknown>>)[name], path, next, found);
      if (found.length > before) return;
    }
  }
}

/** The positions and names of a path, made once for many events. */
export type Path = readonly (number | NamedStep)[];

interface NamedStep {
  readonly plain: KeyChoice;
  /** Keys that hold this step and following ones, longest first. */
  readonly dotted: readonly KeyChoice[];
}

interface KeyChoice {
  readonly name: string;
  /** The step it leads to. */
  readonly next: number;
}

export function compilePath(parts: readonly (string | number)[], cuts: readonly number[] = []): Path {
  return parts.map((part, at) => {
    if (typeof part === 'number') return part;
    const stop = parts.findIndex(
      (later, index) => index > at && (typeof later === 'number' || cuts.includes(index)),
    );
    const end = stop < 0 ? parts.length : stop;
    const dotted = Array.from({ length: end - at - 1 }, (_, index): KeyChoice => {
      return { name: parts.slice(at, end - index).join('.'), next: end - index };
    });
    return { plain: { name: part, next: at + 1 }, dotted };
  });
}

function flatten(value: unknown, into: (string | null)[]): void {
  if (into.length >= membersMax) return;
  if (Array.isArray(value)) for (const member of value) flatten(member, into);
  else into.push(textOf(value));
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : JSON.stringify(value, bigintAsText);
}

/** Parquet has 64-bit integers, JSON has not. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

const columnTypes = new Map(coreColumns.map(({ name, type }) => [name as string, type]));

export function columnValue(event: Event, name: string): FieldValue {
  if (!columnTypes.has(name)) return undefined;
  if (name === 'log_type') return event.logType;
  if (name === 'raw') return rawText(event);
  if (name === 'ingested_at') return undefined;
  // Every other column is a property of EventColumns.
  const value = event.columns[name as keyof EventColumns];
  if (name === 'time') return typeof value === 'number' ? isoTime(value) : undefined;
  if (value === null || value === '') return undefined;
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? undefined : value;
}

function isoTime(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
