import { TrailwatchError } from '../base/errors.ts';

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `90s`, `15m`, `24h`, `7d`, `2w` → ms. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  const unit = unitMs[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw new TrailwatchError('TW_USAGE', `'${text}' is no length of time`, { hint: 'write 15m, 24h or 7d' });
  }
  return Number(match[1]) * unit;
}

/** RFC 3339, a date, `now`, or a length of time ago → RFC 3339 UTC. */
export function parseTime(text: string, nowMs: number): string {
  if (text === 'now') return new Date(nowMs).toISOString();
  if (/^\d{1,6}[smhdw]$/.test(text)) return new Date(nowMs - parseDuration(text)).toISOString();
  const ms = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text)
    ? Date.parse(text.includes(':') && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text)
    : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new TrailwatchError('TW_USAGE', `'${text}' is no time`, {
      hint: 'write 2026-11-21T08:00:00Z, 2026-11-21, or 24h for a day ago',
    });
  }
  return new Date(ms).toISOString();
}

/** The range that --from, --to and --since ask for; open ends where they are silent. */
export function parseRange(
  {
    from,
    to,
    since,
  }: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly since?: string | undefined;
  },
  nowMs: number,
): { from?: string; to?: string } {
  if (since !== undefined && from !== undefined) {
    throw new TrailwatchError('TW_USAGE', '--since and --from exclude each other', {
      hint: 'give one of them',
    });
  }
  const start = since === undefined ? from : since;
  return {
    ...(start !== undefined && { from: parseTime(start, nowMs) }),
    ...(to !== undefined && { to: parseTime(to, nowMs) }),
  };
}
