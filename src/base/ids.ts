import { hash } from 'node:crypto';

/** 128 bits are enough that no two different inputs will ever meet by accident. */
export const idBytes = 16;

/** The first 128 bits of SHA-256 over the parts, each preceded by its length so that no two lists of parts collide. */
export function hash128(...parts: readonly string[]): Buffer {
  return hash('sha256', joined(parts), 'buffer').subarray(0, idBytes);
}

export function hash128Hex(...parts: readonly string[]): string {
  return hash128(...parts).toString('hex');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Hashes of what stands before a UUID: a handful of accounts and log types, asked for each record. */
const scopes = new Map<string, Buffer>();
const scopesMax = 10_000;

/**
 * The identity of a record from the parts of its own id, log type first. Where the last part is a UUID, as in CloudTrail, it is
 * that UUID's bytes masked with a hash of the other parts: as distinct as the UUID is, at a tenth of the cost of hashing it all.
 */
export function identityOf(parts: readonly string[]): Buffer {
  const last = parts.at(-1) ?? '';
  if (!uuid.test(last)) return hash128(...parts);
  const scope = scopeOf(parts.slice(0, -1));
  const id = Buffer.from(last.replaceAll('-', ''), 'hex');
  for (let at = 0; at < idBytes; at += 1) id[at] = (id[at] ?? 0) ^ (scope[at] ?? 0);
  return id;
}

function scopeOf(parts: readonly string[]): Buffer {
  const key = joined(parts);
  const known = scopes.get(key);
  if (known !== undefined) return known;
  const scope = hash128('uuid', ...parts);
  if (scopes.size >= scopesMax) scopes.clear();
  scopes.set(key, scope);
  return scope;
}

/** One text for each list of parts, whatever these hold. */
function joined(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}

/**
 * The identity of a record that carries no id of its own: everything before it in its object, and itself.
 * The same file read again, under another name, or grown at its end, gives the same ids; two equal lines in one file differ.
 */
export function chainId(previous: Uint8Array, raw: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([previous, raw]), 'buffer').subarray(0, idBytes);
}

/** The value that starts a chain. */
export const chainStart: Uint8Array = new Uint8Array(idBytes);
