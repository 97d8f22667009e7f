import type { ParsedRecord } from '../event/event.ts';
import { knownFieldsOf } from './known-fields.ts';

/** Unknown names reported of one record. */
const unknownMax = 16;

const none: readonly string[] = Object.freeze([]);

/**
 * The record's top-level fields that its format does not document: signs of a new version. Allocates nothing in the usual
 * case, that there are none. Names that shippers add (`@timestamp`) count too.
 */
export function unknownFields({ logType, fields }: ParsedRecord): readonly string[] {
  const known = knownFieldsOf(logType);
  if (known === 'open') return none;
  let unknown: string[] | null = null;
  for (const name in fields) {
    if (known.has(name) || !Object.hasOwn(fields, name)) continue;
    unknown ??= [];
    if (unknown.length >= unknownMax) break;
    unknown.push(name);
  }
  return unknown ?? none;
}
