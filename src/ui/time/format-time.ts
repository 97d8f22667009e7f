const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** `2026-11-21 13:45:19.123`, UTC. Years outside four digits keep their sign and digits. */
export function formatTime(time: string | number, digits: 'ms' | 's' | 'min' = 'ms'): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const text = date.toISOString().replace('T', ' ').slice(0, -1);
  if (digits === 'ms') return text;
  return text.slice(0, digits === 's' ? -4 : -7);
}

/** `13:45:19 · 3 min ago`, in the reader's own zone: for tooltips beside a UTC time. */
export function describeTime(time: string | number, nowMs: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${formatTime(date.getTime())} UTC\n${local} ${zone}\n${formatAgo(date.getTime(), nowMs)}`;
}

export function formatAgo(timeMs: number, nowMs: number): string {
  const distance = nowMs - timeMs;
  if (Math.abs(distance) < 2000) return 'just now';
  return distance >= 0 ? `${formatSpan(distance)} ago` : `in ${formatSpan(-distance)}`;
}

/** One or two units: `42 s`, `3 min`, `5 h 12 min`, `4 d 2 h`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < minuteMs) return `${Math.floor(ms / 1000)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return joinUnits(ms, hourMs, 'h', minuteMs, 'min');
  const days = ms / dayMs;
  if (days < 30) return joinUnits(ms, dayMs, 'd', hourMs, 'h');
  return days < 730 ? `${Math.floor(days)} d` : `${(days / 365.25).toFixed(1)} y`;
}

/** A span of time for a button: times of one day share its date. */
export function formatRange(fromMs: number, toMs: number): string {
  const digits = toMs - fromMs < 10 * minuteMs ? 's' : 'min';
  const from = formatTime(fromMs, digits);
  const to = formatTime(toMs, digits);
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
}

function joinUnits(ms: number, bigMs: number, big: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % bigMs) / smallMs);
  return `${Math.floor(ms / bigMs)} ${big}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}
