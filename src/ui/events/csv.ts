export interface CsvTable {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * RFC 4180. Log content is an attacker's to choose, so text that a spreadsheet would run as a formula gets an apostrophe
 * in front; numbers stay as they are.
 */
export function toCsv({ columns, rows }: CsvTable): string {
  const lines = [columns.map(({ name }) => cell(name)), ...rows.map((row) => row.map(cell))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(value: unknown): string {
  const text = cellText(value);
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Whole numbers beyond 2^53 arrive as text. */
function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}
