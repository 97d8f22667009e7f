import type { Event } from '../event/event.ts';
import {
  columnValue,
  compilePath,
  type FieldValue,
  type Path,
  rawText,
  readMembers,
  readPath,
} from './field-value.ts';
import type { FieldRef } from './ir.ts';
import { fieldKey } from './witness.ts';

/** Numbers each field that a program reads, so that it is extracted and folded at most once an event. */
export class FieldTable {
  readonly fields: FieldRef[] = [];
  readonly #slots = new Map<string, number>();

  slot(field: FieldRef): number {
    const key = fieldKey(field);
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.#slots.set(key, this.fields.length);
    return this.fields.push(field) - 1;
  }
}

/** The current event's fields by slot, read on first use. Belongs to one program. */
export class EventReader {
  /** Counts events, without end; whatever carries another number is stale. */
  generation = 0;
  readonly #paths: readonly (Path | null)[];
  readonly #columns: readonly (string | null)[];
  readonly #valueAt: Float64Array;
  readonly #lowerAt: Float64Array;
  readonly #values: FieldValue[];
  readonly #lowers: FieldValue[];
  #event: Event | null = null;

  constructor(fields: readonly FieldRef[]) {
    this.#paths = fields.map((field) =>
      field.kind === 'path' ? compilePath(field.parts, field.cuts) : null,
    );
    this.#columns = fields.map((field) => {
      const isPlain = field.kind === 'path' && field.parts.length === 1 && field.cuts === undefined;
      const name = isPlain ? field.parts[0] : null;
      return typeof name === 'string' ? name : null;
    });
    this.#valueAt = new Float64Array(fields.length);
    this.#lowerAt = new Float64Array(fields.length);
    this.#values = new Array<FieldValue>(fields.length).fill(undefined);
    this.#lowers = new Array<FieldValue>(fields.length).fill(undefined);
  }

  start(event: Event): void {
    this.#event = event;
    this.generation += 1;
  }

  value(slot: number): FieldValue {
    if (this.#valueAt[slot] === this.generation) return this.#values[slot];
    const value = this.#read(slot);
    this.#values[slot] = value;
    this.#valueAt[slot] = this.generation;
    return value;
  }

  /** The value in lower case. */
  lower(slot: number): FieldValue {
    if (this.#lowerAt[slot] === this.generation) return this.#lowers[slot];
    const lower = lowerCase(this.value(slot));
    this.#lowers[slot] = lower;
    this.#lowerAt[slot] = this.generation;
    return lower;
  }

  /** The members of the arrays at a path of the record. */
  members(slot: number): readonly unknown[] {
    const path = this.#paths[slot] ?? null;
    const event = this.#event;
    return (path === null || event === null ? undefined : readMembers(event.fields, path)) ?? [];
  }

  #read(slot: number): FieldValue {
    const event = this.#event;
    if (event === null) return undefined;
    const path = this.#paths[slot] ?? null;
    if (path === null) return rawText(event);
    const native = readPath(event.fields, path);
    if (native !== undefined) return native;
    const name = this.#columns[slot] ?? null;
    return name === null ? undefined : columnValue(event, name);
  }
}

export function lowerCase(value: FieldValue): FieldValue {
  if (typeof value === 'string') return value.toLowerCase();
  if (value === undefined || value === null) return value;
  return value.map((text) => text?.toLowerCase() ?? null);
}
