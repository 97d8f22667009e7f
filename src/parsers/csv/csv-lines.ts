import { type MutableFields, malformed, setField } from '../fields.ts';
import type { LineParser } from '../parser.ts';

const columnsMax = 1000;

/** Comma-separated values as RFC 4180 has them: the first record names the columns, quoted values may span lines. */
export function createCsvLines(): LineParser {
  let header: readonly string[] | null = null;
  let isOpen = false;
  return {
    parse(text) {
      if (text.trim() === '') return undefined;
      const values = splitCsv(text);
      if (values === null)
        throw malformed(`a quoted value does not close, or there are more than ${columnsMax} values`);
      if (header === null) {
        header = namesOf(values);
        return undefined;
      }
      if (values.length !== header.length) {
        throw malformed(`the record has ${values.length} values where the header names ${header.length}`);
      }
      return fieldsOf(header, values);
    },
    continues(_line, soFar) {
      const last = soFar.at(-1) ?? '';
      isOpen = soFar.length === 1 ? hasOpenQuote(last) : isOpen !== hasOpenQuote(last);
      return isOpen;
    },
  };
}

/** Quotes come in pairs, the doubled ones inside of a value too. */
function hasOpenQuote(line: string): boolean {
  let quotes = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

/** Two columns of one name must not hide one another; a column without a name has its position as one. */
function namesOf(values: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return values.map((value, index) => {
    const name = value.replace(/^\uFEFF/, '').trim() || `column_${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function fieldsOf(header: readonly string[], values: readonly string[]): MutableFields {
  const fields: MutableFields = {};
  for (const [index, name] of header.entries()) {
    const value = values[index] ?? '';
    if (value !== '') setField(fields, name, value);
  }
  return fields;
}

/** Null where a quote does not close or there are too many values. A quote in the middle of an unquoted value is a character like others. */
export function splitCsv(text: string): string[] | null {
  const values: string[] = [];
  const length = text.length;
  let at = 0;
  while (true) {
    if (values.length >= columnsMax) return null;
    const start = text.startsWith('\uFEFF', at) && at === 0 ? 1 : at;
    let end: number;
    if (text.charCodeAt(start) === 0x22) {
      const close = closingQuote(text, start + 1);
      if (close < 0) return null;
      end = text.indexOf(',', close);
      if (end < 0) end = length;
      const tail = text.slice(close + 1, end);
      values.push(text.slice(start + 1, close).replaceAll('""', '"') + tail.trim());
    } else {
      end = text.indexOf(',', start);
      if (end < 0) end = length;
      values.push(text.slice(start, end));
    }
    if (end >= length) return values;
    at = end + 1;
  }
}

function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at >= 0 && text.charCodeAt(at + 1) === 0x22) at = text.indexOf('"', at + 2);
  return at;
}
