import { isIP } from 'node:net';
import { malformed, type MutableFields, numberOrText } from '../fields.ts';
import type { LineParser } from '../parser.ts';
import { closingQuote, unescapeQuoted } from '../quoted-fields.ts';

/**
 * Common and combined log format of Apache and nginx, with or without a virtual host before and further fields behind.
 * The files name no fields; the names are those of the W3C extended log format, which Sigma's web server rules use.
 */
export function createAccessLines(): LineParser {
  return { parse: (line) => (line.trim() === '' ? undefined : parseAccessLine(line)) };
}

/** Of client, ident and user together. */
const clientMax = 8192;
const fieldsMax = 200;

function parseAccessLine(line: string): MutableFields {
  const open = line.indexOf(' [');
  const close = open < 0 ? -1 : line.indexOf(']', open);
  if (close < 0 || open > clientMax) throw malformed('the access log line has no [time]');
  const fields: MutableFields = {};
  putClient(fields, line.slice(0, open));
  fields['time'] = line.slice(open + 2, close);
  let at = close + 2;
  if (line.charCodeAt(at) !== 0x22) throw malformed('no quoted request line follows the [time]');
  const end = closingQuote(line, at + 1);
  if (end < 0) throw malformed('the request line has no closing quote');
  putRequest(fields, unescapeQuoted(line.slice(at + 1, end)));
  at = end + 2;
  putRest(fields, line, at);
  return fields;
}

/** `host ident user`, with the virtual host in front where the format has one. A user name may hold spaces. */
function putClient(fields: MutableFields, head: string): void {
  const parts = head.split(' ');
  const hasHost = parts.length > 3 && parts[1] !== '-';
  const [client = '', ident = '-'] = hasHost ? parts.slice(1) : parts;
  const user = parts.slice(hasHost ? 3 : 2).join(' ');
  if (hasHost) fields['s-computername'] = parts[0];
  fields['c-ip'] = client;
  if (ident !== '-') fields['c-ident'] = ident;
  if (user !== '-' && user !== '') fields['cs-username'] = user;
}

/** `GET /path?query HTTP/1.1`. Anything else a client may have sent, such as a TLS handshake, stays whole. */
function putRequest(fields: MutableFields, request: string): void {
  if (request === '-' || request === '') return;
  fields['request'] = request;
  const space = request.indexOf(' ');
  if (space <= 0 || !isMethod(request, space)) return;
  const protocol = request.lastIndexOf(' HTTP/');
  const uri = request.slice(space + 1, protocol > space ? protocol : request.length);
  const query = uri.indexOf('?');
  fields['cs-method'] = request.slice(0, space);
  fields['cs-uri-stem'] = query < 0 ? uri : uri.slice(0, query);
  if (query >= 0) fields['cs-uri-query'] = uri.slice(query + 1);
  if (protocol > space) fields['cs-version'] = request.slice(protocol + 1);
}

function isMethod(request: string, end: number): boolean {
  if (end > 32) return false;
  for (let i = 0; i < end; i += 1) {
    const code = request.charCodeAt(i);
    const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (!isLetter && code !== 0x2d && code !== 0x5f) return false;
  }
  return true;
}

const afterRequest = ['sc-status', 'sc-bytes', 'cs-referer', 'cs-user-agent'];

/** Status and size, then referer and user agent, then whatever the operator added. */
function putRest(fields: MutableFields, line: string, start: number): void {
  const length = line.length;
  let at = start;
  for (let index = 0; at < length; index += 1) {
    if (index >= fieldsMax) throw malformed(`more than ${fieldsMax} fields`);
    const quoted = line.charCodeAt(at) === 0x22;
    let end = quoted ? closingQuote(line, at + 1) : line.indexOf(' ', at);
    if (end < 0) end = length; // clients send user agents with a quote or a line break in them: what is there is kept
    const text = quoted ? unescapeQuoted(line.slice(at + 1, end)) : line.slice(at, end);
    at = quoted ? end + 2 : end + 1;
    if (text === '-' || text === '') continue;
    if (index < 2) fields[afterRequest[index] ?? ''] = numberOrText(text);
    else fields[afterRequest[index] ?? extraName(fields, text, index)] = text;
  }
}

/** nginx's stock format appends X-Forwarded-For; other additions keep their position. */
function extraName(fields: MutableFields, text: string, index: number): string {
  const [first = ''] = text.split(',', 1);
  const isForwarded = isIP(first) !== 0 && !Object.hasOwn(fields, 'x-forwarded-for');
  return isForwarded ? 'x-forwarded-for' : `field-${index + 6}`;
}
