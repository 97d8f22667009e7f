/** Base64 as Sigma's modifiers use it, to find text inside encoded commands. */
export type Wide = 'utf16le' | 'utf16be' | 'utf16';

export function encodeWide(text: string, wide: Wide | null): Buffer {
  if (wide === null) return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  if (wide === 'utf16be') return bytes.swap16();
  return wide === 'utf16' ? Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) : bytes;
}

/**
 * The three texts that the bytes can become within base64, by their offset in the encoded data modulo 3, cut to the
 * characters that depend on these bytes alone.
 */
export function base64Offsets(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(start, end);
  });
}
