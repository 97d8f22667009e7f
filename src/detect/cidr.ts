/** Addresses as 16 bytes; IPv4 is mapped into IPv6 (::ffff:a.b.c.d), so that one comparison serves both. */
export interface Network {
  readonly address: Uint8Array;
  /** Of 128. */
  readonly prefix: number;
  readonly hasHostBits: boolean;
}

/** Null for anything that is not an address with an optional prefix length. */
export function parseNetwork(text: string): Network | null {
  const [host = '', bits, ...rest] = text.trim().split('/');
  const address = parseAddress(host);
  if (address === null || rest.length > 0) return null;
  const width = host.includes(':') ? 128 : 32;
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (length < 0 || length > width) return null;
  const prefix = length + (128 - width);
  return { address, prefix, hasHostBits: hasBitsBeyond(address, prefix) };
}

export function inNetwork({ address, prefix }: Network, text: string): boolean {
  const other = parseAddress(text);
  if (other === null) return false;
  const whole = prefix >> 3;
  for (let at = 0; at < whole; at++) if (address[at] !== other[at]) return false;
  const rest = prefix & 7;
  return rest === 0 || ((address[whole] ?? 0) ^ (other[whole] ?? 0)) >> (8 - rest) === 0;
}

/** Strict: no leading zeros, no zone. Text that merely looks like an address (AWS writes anonymised ones) is none. */
export function parseAddress(text: string): Uint8Array | null {
  if (text.length > 45 || text.length < 2) return null;
  if (!text.includes(':')) {
    const v4 = parseV4(text);
    return v4 === null ? null : Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...v4);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (head === null || tail === null) return null;
  const length = head.length + tail.length;
  if (halves.length === 2 ? length > 14 : length !== 16) return null;
  return Uint8Array.from([...head, ...new Array<number>(16 - length).fill(0), ...tail]);
}

function parseGroups(text: string): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (index === groups.length - 1 && group.includes('.')) {
      const v4 = parseV4(group);
      if (v4 === null) return null;
      bytes.push(...v4);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}

function parseV4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function hasBitsBeyond(address: Uint8Array, prefix: number): boolean {
  return address.some((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return (byte & (0xff >> kept)) !== 0;
  });
}
