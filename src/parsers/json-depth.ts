/**
 * Whether the value is nested deeper than `max`, without recursion. `text` is its JSON: a value that opens no more than
 * `max` brackets cannot be deeper, and counting those is much cheaper than walking the value.
 */
export function exceedsDepth(value: unknown, text: string, max: number): boolean {
  if (text.length <= 2 * max || openingBrackets(text, max) <= max) return false;
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= max) return true;
    const below: object[] = [];
    for (const parent of level) {
      for (const child of Object.values(parent)) {
        if (typeof child === 'object' && child !== null) below.push(child);
      }
    }
    level = below;
  }
  return false;
}

/** Counts up to a little more than `enough`; brackets inside strings count too. */
function openingBrackets(text: string, enough: number): number {
  let count = 0;
  for (let at = text.indexOf('{'); at >= 0 && count <= enough; at = text.indexOf('{', at + 1)) count += 1;
  for (let at = text.indexOf('['); at >= 0 && count <= enough; at = text.indexOf('[', at + 1)) count += 1;
  return count;
}
