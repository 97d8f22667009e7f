import type { TextFormat } from '../parser.ts';
import { createCsvLines, splitCsv } from './csv-lines.ts';

export const csvFormat: TextFormat = {
  kind: 'text',
  logType: 'app.csv',
  knownFields: 'open',
  detect(lines) {
    const records = recordsOf(lines);
    const header = records[0] ?? [];
    if (header.length < 2 || !isHeader(header)) return 0;
    const rest = records.slice(1);
    // A header alone may also be a sentence with commas; it takes a second record to be fairly sure.
    if (rest.length === 0) return header.length >= 4 ? 0.35 : 0;
    const fitting = rest.filter((values) => values.length === header.length).length / rest.length;
    if (fitting < 0.8) return 0;
    return fitting * (header.length >= 4 ? 0.85 : 0.6);
  },
  open: createCsvLines,
};

function isHeader(values: readonly string[]): boolean {
  const names = values.map((value) => value.trim().toLowerCase());
  return (
    new Set(names).size === names.length && names.every((name) => /^[a-z_@][\w .:/()@#-]{0,63}$/.test(name))
  );
}

/** Quoted values may span lines, so records are found in the text as a whole; the last may be incomplete. */
function recordsOf(lines: readonly string[]): string[][] {
  const records: string[][] = [];
  let open = '';
  for (const line of lines) {
    if (open === '' && line.trim() === '') continue;
    const text = open === '' ? line : `${open}\n${line}`;
    const values = splitCsv(text);
    open = values === null ? text : '';
    if (values !== null) records.push(values);
  }
  return records;
}
