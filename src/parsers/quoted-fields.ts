/** Several times what any of the formats has. */
const fieldsMax = 200;

/**
 * Splits a line at single spaces; a field in double quotes or, at its start, in brackets may hold spaces. Quotes and brackets
 * come off, and `\"`, `\\` and `\xHH` inside quotes are resolved. Null where a quote does not close, or the fields are too many to be a record.
 */
export function splitQuoted(line: string): string[] | null {
  const fields: string[] = [];
  const length = line.length;
  let at = 0;
  while (at < length) {
    if (fields.length >= fieldsMax) return null;
    const code = line.charCodeAt(at);
    let end: number;
    if (code === 0x22) {
      end = closingQuote(line, at + 1);
      if (end < 0) return null;
      fields.push(unescapeQuoted(line.slice(at + 1, end)));
      end += 1;
    } else if (code === 0x5b) {
      end = closingBracket(line, at);
      if (end < 0) {
        end = bareEnd(line, at);
        fields.push(line.slice(at, end));
      } else {
        fields.push(line.slice(at + 1, end));
        end += 1;
      }
    } else {
      end = bareEnd(line, at);
      fields.push(line.slice(at, end));
    }
    at = end + 1;
  }
  return fields;
}

function bareEnd(line: string, at: number): number {
  const end = line.indexOf(' ', at);
  return end < 0 ? line.length : end;
}

/** -1 where the bracket is not around the whole field, as in `[2001:db8::1]:443`. */
function closingBracket(line: string, at: number): number {
  const end = line.indexOf(']', at);
  return end + 1 === line.length || line.charCodeAt(end + 1) === 0x20 ? end : -1;
}

/** The quote that ends a field opened before `start`: not escaped, and followed by a space or the end. -1 where there is none. */
export function closingQuote(line: string, start: number): number {
  let at = line.indexOf('"', start);
  while (at >= 0) {
    const next = at + 1;
    if ((next === line.length || line.charCodeAt(next) === 0x20) && !isEscaped(line, at, start)) return at;
    at = line.indexOf('"', next);
  }
  return -1;
}

function isEscaped(line: string, at: number, start: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= start && line.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
  return backslashes % 2 === 1;
}

export function unescapeQuoted(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|(["\\]))/g,
    (_whole, hex: string | undefined, char: string | undefined) =>
      hex === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
