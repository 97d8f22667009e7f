import { isIPv6 } from 'node:net';
import { integerOf } from './read.ts';

/** A port number; null for anything else. */
export function portOf(value: unknown): number | null {
  const port = integerOf(value);
  return port !== null && port >= 0 && port < 65_536 ? port : null;
}

/** An address with its port, as load balancers write it. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number | null;
}

/** `203.0.113.7:443`, `[2001:db8::1]:443`, `2001:db8::1:443` or an address alone. */
export function endpointOf(text: string): Endpoint {
  const colon = text.lastIndexOf(':');
  const port = colon < 0 ? null : portOf(text.slice(colon + 1));
  const ip = text.slice(0, Math.max(colon, 0));
  const isAddressAlone = isIPv6(text) && !isIPv6(ip);
  if (port === null || text.endsWith(':') || isAddressAlone) return { ip: withoutBrackets(text), port: null };
  return { ip: withoutBrackets(ip), port };
}

function withoutBrackets(ip: string): string {
  return ip.startsWith('[') && ip.endsWith(']') ? ip.slice(1, -1) : ip;
}
