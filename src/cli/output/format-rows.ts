import type { QueryResult } from '../../api/query.ts';
import { visibleText } from './visible-text.ts';

export const rowFormats = ['table', 'json', 'ndjson', 'csv'] as const;
export type RowFormat = (typeof rowFormats)[number];

type Rows = Pick<QueryResult, 'columns' | 'rows'>;

/** Ends with a newline unless there is nothing to print. */
export function formatRows(result: Rows, format: RowFormat): string {
  switch (format) {
    case 'table':
      return formatTable(result);
    case 'json':
      return `${JSON.stringify(objectsOf(result), null, 2)}\n`;
    case 'ndjson':
      return objectsOf(result)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join('');
    case 'csv':
      return formatCsv(result);
  }
}

function objectsOf({ columns, rows }: Rows): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}

/** RFC 4180, with a header; a cell that a spreadsheet would run as a formula is preceded by a quote mark. */
function formatCsv({ columns, rows }: Rows): string {
  const cell = (value: unknown) => {
    const text = typeof value === 'number' ? String(value) : cellText(value).replace(/^[=+\-@\t\r]/, "'$&");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const cellWidthMax = 80;

function formatTable({ columns, rows }: Rows): string {
  if (columns.length === 0) return '';
  const cells = rows.map((row) => row.map((value) => shorten(visibleText(cellText(value)))));
  const header = columns.map(({ name }) => visibleText(name));
  const widths = header.map((name, index) =>
    cells.reduce((max, row) => Math.max(max, row[index]?.length ?? 0), name.length),
  );
  const numeric = columns.map(({ type }) => /^(?:Nullable\()?(?:U?Int|Float|Decimal)/.test(type));
  const line = (row: readonly string[]) =>
    row
      .map((text, index) =>
        numeric[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return `${[line(header), rule, ...cells.map(line)].join('\n')}\n`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length <= cellWidthMax ? text : `${text.slice(0, cellWidthMax - 1)}…`;
}
