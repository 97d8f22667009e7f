/** RFC 3339 to the second, UTC, as CloudTrail writes it. Most calls share their minute with the call before. */
export function createSecondsFormatter(): (timeMs: number) => string {
  let minute = Number.NaN;
  let prefix = '';
  return (timeMs) => {
    const m = Math.floor(timeMs / 60_000);
    if (m !== minute) {
      minute = m;
      prefix = new Date(m * 60_000).toISOString().slice(0, 17);
    }
    return `${prefix}${twoDigits[Math.floor((timeMs - m * 60_000) / 1000)]}Z`;
  };
}

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
