const units = ['', 'k', 'M', 'G', 'T'] as const;
const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1,234,567`: exact, for counts that must add up. */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1.2M`: for axes and tight places. */
export function formatShort(count: number): string {
  return scale(count, 1000, units, '');
}

export function formatBytes(bytes: number): string {
  return scale(bytes, 1000, byteUnits, ' ');
}

function scale(value: number, base: number, names: readonly string[], gap: string): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= base && unit < names.length - 1) {
    size /= base;
    unit += 1;
  }
  const text = unit === 0 ? trim(size) : size >= 100 ? size.toFixed(0) : size.toFixed(1).replace(/\.0$/, '');
  return `${text}${gap}${names[unit] ?? ''}`;
}

function trim(size: number): string {
  return Number.isInteger(size) ? String(size) : size.toFixed(size < 10 ? 1 : 0);
}
