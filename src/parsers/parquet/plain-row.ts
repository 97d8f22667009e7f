import { isUtf8 } from 'node:buffer';
import { type MutableFields, setField } from '../fields.ts';

/** The row as JSON would have it, without its absent values. */
export function plainRow(columns: readonly string[], row: readonly unknown[]): MutableFields {
  const fields: MutableFields = {};
  for (const [index, name] of columns.entries()) {
    const plain = plainOf(row[index]);
    if (plain !== undefined) setField(fields, name, plain);
  }
  return fields;
}

function plainOf(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
        ? Number(value)
        : String(value);
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'object':
      return value === null ? undefined : plainObject(value);
    case 'string':
    case 'boolean':
      return value;
    default:
      return undefined;
  }
}

function plainObject(value: object): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  // Older writers do not say which of their bytes are text.
  if (value instanceof Uint8Array) return Buffer.from(value).toString(isUtf8(value) ? 'utf8' : 'base64');
  if (Array.isArray(value)) return value.map((item) => plainOf(item) ?? null);
  const fields: MutableFields = {};
  for (const [name, member] of Object.entries(value)) {
    const plain = plainOf(member);
    if (plain !== undefined) setField(fields, name, plain);
  }
  // A structure of which nothing is there is absent itself: OCSF tables have hundreds of them.
  return Object.keys(fields).length === 0 ? undefined : fields;
}
