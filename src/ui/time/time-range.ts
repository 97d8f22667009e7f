/** A time range as the URL holds it: `last=24h`, or `from` and `to` (RFC 3339). Nothing means the last day. */
export interface RangeSearch {
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export const defaultLast = '24h';
export const allTime = 'all';
export const presets = ['15m', '1h', '6h', '24h', '3d', '7d', '30d', '90d'] as const;

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const unitNames = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;
type Unit = keyof typeof unitMs;

/** Milliseconds of `90m` or `7d`; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhdw])$/.exec(text.trim());
  const [, amount, unit] = match ?? [];
  if (amount === undefined || !isUnit(unit)) return undefined;
  const ms = Number(amount) * unitMs[unit];
  return ms > 0 ? ms : undefined;
}

/** `2026-11-21`, `2026-11-21 13:45`, `2026-11-21T13:45:00.000Z`, `now`, `-2h`: UTC where no offset is written. */
export function parseTime(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') return nowMs;
  if (trimmed.startsWith('-')) {
    const ago = parseDuration(trimmed.slice(1));
    return ago === undefined ? undefined : nowMs - ago;
  }
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/.exec(trimmed);
  if (match === null) return undefined;
  const [, date = '', minutes = '00:00', seconds = ':00', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${minutes}${seconds}${zone === 'UTC' ? 'Z' : zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The span a search means at `nowMs`. `extent` answers 'all data'. An unreadable one means the default. */
export function resolveRange(search: RangeSearch, nowMs: number, extent?: TimeSpan): TimeSpan {
  if (search.last === allTime && extent !== undefined) return extent;
  const fromMs = search.from === undefined ? undefined : parseTime(search.from, nowMs);
  const toMs = search.to === undefined ? nowMs : parseTime(search.to, nowMs);
  if (fromMs !== undefined && toMs !== undefined && fromMs < toMs) return { fromMs, toMs };
  const lastMs = parseDuration(search.last ?? defaultLast) ?? unitMs.d;
  return { fromMs: nowMs - lastMs, toMs: nowMs };
}

export function isRelative({ from, to }: RangeSearch): boolean {
  return from === undefined || to === undefined;
}

export function isAllTime({ last, from }: RangeSearch): boolean {
  return last === allTime && from === undefined;
}

export function absolute({ fromMs, toMs }: TimeSpan): RangeSearch {
  const start = Math.floor(fromMs);
  return {
    last: undefined,
    from: new Date(start).toISOString(),
    to: new Date(Math.max(Math.ceil(toMs), start + 1)).toISOString(),
  };
}

export function relative(last: string): RangeSearch {
  return { last: last === defaultLast ? undefined : last, from: undefined, to: undefined };
}

/** Twice as long around the same middle, never past `nowMs`. */
export function zoomOut({ fromMs, toMs }: TimeSpan, nowMs: number): TimeSpan {
  const length = Math.max(toMs - fromMs, 1000);
  const end = Math.max(Math.min(toMs + length / 2, nowMs), toMs);
  return { fromMs: Math.max(0, end - length * 2), toMs: end };
}

export function describeLast(last: string): string {
  if (last === allTime) return 'All data';
  const amount = Number.parseInt(last, 10);
  const unit = last.at(-1);
  if (!isUnit(unit) || Number.isNaN(amount)) return last;
  return amount === 1 ? `Last ${unitNames[unit]}` : `Last ${amount} ${unitNames[unit]}s`;
}

function isUnit(text: string | undefined): text is Unit {
  return text !== undefined && Object.hasOwn(unitMs, text);
}
