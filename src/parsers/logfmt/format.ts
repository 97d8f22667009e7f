import { type MutableFields, malformed, numberOrText, setField } from '../fields.ts';
import type { TextFormat } from '../parser.ts';

/** Names that logging libraries use; a line with some of them is surely logfmt. */
const usual = new Set([
  'time',
  'ts',
  'timestamp',
  't',
  'level',
  'lvl',
  'severity',
  'msg',
  'message',
  'logger',
  'caller',
  'err',
  'error',
  'component',
]);
const pairsMax = 1000;

export const logfmtFormat: TextFormat = {
  kind: 'text',
  logType: 'app.logfmt',
  knownFields: 'open',
  detect(lines) {
    const records = lines.filter((line) => line.trim() !== '');
    if (records.length === 0) return 0;
    let score = 0;
    for (const line of records) score += scoreOf(line);
    return score / records.length;
  },
  open: () => ({
    parse(line) {
      if (line.trim() === '') return undefined;
      const pairs = readPairs(line);
      if (pairs === null || pairs.size === 0) throw malformed('the line holds no key=value pairs');
      const fields: MutableFields = {};
      for (const [key, value] of pairs)
        setField(fields, key, typeof value === 'string' ? numberOrText(value) : value);
      return fields;
    },
  }),
};

function scoreOf(line: string): number {
  if (!/^[A-Za-z_@][\w.@/-]*=/.test(line)) return 0;
  const pairs = readPairs(line);
  if (pairs === null || pairs.size < 2) return 0;
  const bare = [...pairs.values()].filter((value) => value === true).length;
  if (bare * 2 > pairs.size) return 0;
  return [...pairs.keys()].some((key) => usual.has(key)) ? 0.93 : 0.7;
}

/**
 * `key=value key="quoted \"value\"" flag`. The last of equal keys wins, as in the common libraries; a bare key is true.
 * Null where a quote does not close or there are too many pairs.
 */
function readPairs(line: string): ReadonlyMap<string, string | true> | null {
  const pairs = new Map<string, string | true>();
  const length = line.length;
  let at = 0;
  while (at < length) {
    if (line.charCodeAt(at) <= 0x20) {
      at += 1;
      continue;
    }
    if (pairs.size >= pairsMax) return null;
    const keyEnd = endOfBare(line, at, true);
    const key = line.slice(at, keyEnd);
    at = keyEnd;
    if (line.charCodeAt(at) !== 0x3d) {
      pairs.set(key, true);
      if (keyEnd === at && key === '') at += 1;
      continue;
    }
    at += 1;
    if (line.charCodeAt(at) === 0x22) {
      const end = endOfQuoted(line, at + 1);
      if (end < 0) return null;
      pairs.set(key, unescape(line.slice(at + 1, end)));
      at = end + 1;
    } else {
      const end = endOfBare(line, at, false);
      pairs.set(key, line.slice(at, end));
      at = end;
    }
  }
  pairs.delete('');
  return pairs;
}

function endOfBare(line: string, start: number, isKey: boolean): number {
  let at = start;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code <= 0x20 || (isKey && code === 0x3d)) break;
    at += 1;
  }
  return at;
}

function endOfQuoted(line: string, start: number): number {
  for (let at = start; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|(["\\ntr]))/g,
    (whole, hex: string | undefined, char: string | undefined) =>
      hex === undefined ? (escapes[char ?? ''] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
