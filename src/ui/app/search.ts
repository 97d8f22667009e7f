import type { RangeSearch } from '../time/time-range.ts';

/** What each page keeps in its URL; all of it text, so that links stay readable. */
export type OverviewSearch = RangeSearch;

export interface FindingsSearch extends RangeSearch {
  readonly severity?: string | undefined;
  readonly rule?: string | undefined;
  readonly account?: string | undefined;
}

export interface EventsSearch extends RangeSearch {
  readonly log_type?: string | undefined;
  readonly account?: string | undefined;
  readonly search?: string | undefined;
  readonly columns?: string | undefined;
  /** The selected event, and its time, which makes finding it fast. */
  readonly event?: string | undefined;
  readonly at?: string | undefined;
  /** Present (even if empty) where the SQL box is open. */
  readonly sql?: string | undefined;
}

const range = ['last', 'from', 'to'] as const;
export const readOverviewSearch = reader<keyof OverviewSearch>(range);
export const readFindingsSearch = reader<keyof FindingsSearch>([...range, 'severity', 'rule', 'account']);
export const readEventsSearch = reader<keyof EventsSearch>([
  ...range,
  'log_type',
  'account',
  'search',
  'columns',
  'event',
  'at',
  'sql',
]);

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string') params.set(name, value);
  }
  // Colons and commas need no escape in a query and are easier to read without.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

export function readList(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',').filter((item) => item !== '');
}

export function writeList(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(',');
}

function reader<Name extends string>(names: readonly Name[]) {
  return (raw: Record<string, unknown>): { [K in Name]?: string | undefined } => {
    const search: { [K in Name]?: string | undefined } = {};
    for (const name of names) {
      const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
      if (typeof value === 'string') search[name] = value;
    }
    return search;
  };
}
