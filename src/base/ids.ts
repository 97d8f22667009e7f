import { hash } from 'node:crypto';

/** 128 bits are enough that no two different inputs will ever meet by accident. */
export const idBytes = 16;

/** The first 128 bits of SHA-256 over the parts, each preceded by its length so that no two lists of parts collide. */
export function hash128(...parts: readonly string[]): Buffer {
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'buffer').subarray(0, idBytes);
}

export function hash128Hex(...parts: readonly string[]): string {
  return hash128(...parts).toString('hex');
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
