/** A time found in text, and where in the text it ends. */
export interface FoundTime {
  /** Milliseconds since 1970, UTC. */
  readonly ms: number;
  readonly end: number;
}

/**
 * Reads the time that starts at `start`, in the forms logs use; null where there is none. Without a zone it is UTC.
 * Forms without a year (RFC 3164, klog) get the latest year that does not put them more than two days after `referenceMs`.
 */
export function readTimestamp(text: string, start = 0, referenceMs = Date.now()): FoundTime | null {
  const code = text.charCodeAt(start);
  const forms = isDigit(code) ? digitForms : letterForms;
  for (const { pattern, read } of forms) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null) continue;
    const ms = read(match, referenceMs);
    if (ms !== null) return { ms, end: start + match[0].length };
  }
  return null;
}

/** The time that the whole text is; null where it is something else. */
export function parseTimestamp(text: string, referenceMs?: number): number | null {
  const found = readTimestamp(text, 0, referenceMs);
  return found !== null && found.end === text.length ? found.ms : null;
}

/**
 * `06/Feb/2019:00:00:38 +0000`, as web servers and S3 write it; null for anything else. Access logs hold millions of these,
 * so this reads character by character.
 */
export function parseClfTimestamp(text: string): number | null {
  if (text.length !== 26 || text.charCodeAt(2) !== 0x2f || text.charCodeAt(11) !== 0x3a) return null;
  const month = monthOf(text.slice(3, 6));
  const ms = utc(
    digits(text, 7, 11),
    month,
    digits(text, 0, 2),
    digits(text, 12, 14),
    digits(text, 15, 17),
    digits(text, 18, 20),
  );
  const sign = text.charCodeAt(21) === 0x2d ? -1 : 1;
  const offset = digits(text, 22, 24) * 60 + digits(text, 24, 26);
  return ms === null || Number.isNaN(offset) ? null : ms - sign * offset * 60_000;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size; null outside 2001 to 2100. */
export function epochMs(value: number): number | null {
  for (const perMs of [0.001, 1, 1e3, 1e6]) {
    const ms = value / perMs;
    if (ms >= epochFirstMs && ms < epochEndMs) return Math.floor(ms);
  }
  return null;
}

const epochFirstMs = 1_000_000_000_000;
const epochEndMs = Date.UTC(2100, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;

interface Form {
  /** Sticky. */
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, referenceMs: number) => number | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const clock = '(\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?';

const digitForms: readonly Form[] = [
  {
    // ISO 8601 and RFC 3339, with the comma of log4j and the slashes of Go and nginx
    pattern: new RegExp(
      `(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T ] ?${clock}( ?(?:Z|UTC|GMT)\\b| ?[+-]\\d\\d:?\\d\\d(?!\\d)|[+-]\\d\\d(?![\\d:]))?`,
      'y',
    ),
    read: (m) => at(Number(m[1]), Number(m[2]) - 1, m[3], m[4], m[5], m[6], m[7], m[8]),
  },
  {
    pattern: new RegExp(`(\\d{1,2})/${monthName}/(\\d{4}):${clock}( [+-]\\d{4})?`, 'yi'),
    read: (m) => at(Number(m[3]), monthOf(m[2]), m[1], m[4], m[5], m[6], m[7], m[8]),
  },
  {
    pattern: new RegExp(`(\\d{1,2})[ -]${monthName}[ -](\\d{4}) ${clock}( [+-]\\d{4}| GMT| UTC)?`, 'yi'),
    read: (m) => at(Number(m[3]), monthOf(m[2]), m[1], m[4], m[5], m[6], m[7], m[8]),
  },
  {
    // 20240131 10:00:00 (MariaDB audit) and 240131 10:00:00 (older MySQL)
    pattern: new RegExp(`(\\d{4}|\\d\\d)(\\d\\d)(\\d\\d)[ T]{1,2}${clock}(Z)?`, 'y'),
    read: (m) => {
      const year = Number(m[1]);
      return at(year < 100 ? 2000 + year : year, Number(m[2]) - 1, m[3], m[4], m[5], m[6], m[7], m[8]);
    },
  },
  {
    pattern: /(\d{10}(?:\.\d{1,9})?|\d{13}(?:\.\d{1,6})?|\d{16}|\d{19})(?![\w.])/y,
    read: (m) => epochMs(Number(m[1])),
  },
];

const letterForms: readonly Form[] = [
  {
    // Cisco and others put the year between day and time
    pattern: new RegExp(`${monthName} {1,2}(\\d{1,2}) (\\d{4}) ${clock}`, 'yi'),
    read: (m) => at(Number(m[3]), monthOf(m[1]), m[2], m[4], m[5], m[6], m[7], undefined),
  },
  {
    pattern: new RegExp(`${monthName} {1,2}(\\d{1,2}) ${clock}`, 'yi'),
    read: (m, referenceMs) =>
      withoutYear((year) => at(year, monthOf(m[1]), m[2], m[3], m[4], m[5], m[6], undefined), referenceMs),
  },
  {
    // Apache error logs: Wed Oct 11 14:32:52.123456 2023
    pattern: new RegExp(
      `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${monthName} {1,2}(\\d{1,2}) ${clock}(?: (?:UTC|GMT))? (\\d{4})`,
      'yi',
    ),
    read: (m) => at(Number(m[7]), monthOf(m[1]), m[2], m[3], m[4], m[5], m[6], undefined),
  },
  {
    // RFC 1123: Tue, 05 Nov 2024 10:00:00 GMT
    pattern: new RegExp(
      `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{1,2}) ${monthName} (\\d{4}) ${clock}( [+-]\\d{4}| GMT| UTC)?`,
      'yi',
    ),
    read: (m) => at(Number(m[3]), monthOf(m[2]), m[1], m[4], m[5], m[6], m[7], m[8]),
  },
  {
    // klog of Kubernetes: I0131 10:00:00.123456
    pattern: new RegExp(`[IWEF](\\d\\d)(\\d\\d) ${clock}`, 'y'),
    read: (m, referenceMs) =>
      withoutYear((year) => at(year, Number(m[1]) - 1, m[2], m[3], m[4], m[5], m[6], undefined), referenceMs),
  },
];

function withoutYear(inYear: (year: number) => number | null, referenceMs: number): number | null {
  const year = new Date(referenceMs).getUTCFullYear();
  for (const candidate of [year + 1, year, year - 1]) {
    const ms = inYear(candidate);
    if (ms !== null && ms <= referenceMs + 2 * dayMs) return ms;
  }
  return null;
}

function at(
  year: number,
  month: number,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  zone: string | undefined,
): number | null {
  const ms = utc(year, month, Number(day), Number(hour), Number(minute), Number(second));
  if (ms === null) return null;
  const thousandths = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  return ms + thousandths - zoneMs(zone);
}

/** Null for a date that the calendar does not have. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (!(month >= 0 && month < 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60))
    return null;
  const ms = Date.UTC(year, month, day, hour, minute, second);
  return Number.isNaN(ms) || (day > 28 && second < 60 && new Date(ms).getUTCDate() !== day) ? null : ms;
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const match = /([+-])(\d\d):?(\d\d)?/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? '').toLowerCase());
}

function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
