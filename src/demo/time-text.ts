/**
 * RFC 3339 to the second, UTC, as CloudTrail writes it. The text up to the minute is kept for the last minutes seen:
 * most times come again.
 */
export function createSecondsFormatter(): (timeMs: number) => string {
  const minutes = new Float64Array(cachedMinutes).fill(-1);
  const prefixes: string[] = Array.from({ length: cachedMinutes }, () => '');
  return (timeMs) => {
    const minute = Math.floor(timeMs / 60_000);
    const slot = minute % cachedMinutes;
    if (minutes[slot] !== minute) {
      minutes[slot] = minute;
      prefixes[slot] = new Date(minute * 60_000).toISOString().slice(0, 17);
    }
    return `${prefixes[slot]}${twoDigits[Math.floor((timeMs - minute * 60_000) / 1000)]}`;
  };
}

const cachedMinutes = 2048;
const twoDigits = Array.from({ length: 60 }, (_, i) => `${String(i).padStart(2, '0')}Z`);
