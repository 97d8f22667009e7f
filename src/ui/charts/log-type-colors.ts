import { logTypes } from '../../event/log-types.ts';

/** Told apart in both themes and by most colour-blind readers; order matters, the first ones are the most used. */
const palettes = {
  light: [
    '#3b6fe0',
    '#12988a',
    '#d2542f',
    '#8a57d1',
    '#c08a00',
    '#c23f86',
    '#5d8f1f',
    '#2f93c4',
    '#8c6a4f',
    '#6d7889',
  ],
  dark: [
    '#6b98ff',
    '#35c4b2',
    '#f58058',
    '#b38bf3',
    '#e3b341',
    '#ef77b1',
    '#97c454',
    '#5cbcec',
    '#bd977a',
    '#98a4b5',
  ],
} as const;

const preferred: Readonly<Record<string, number>> = {
  'aws.cloudtrail': 0,
  'aws.vpcflow': 1,
  'aws.guardduty': 2,
  'aws.waf': 3,
  'aws.alb': 4,
  'aws.securityhub': 5,
  'app.json': 6,
  'aws.route53resolver': 7,
  'aws.s3access': 8,
  'app.text': 9,
};

/** A colour for each log type shown together: each keeps its own as far as no other has it already. */
export function logTypeColors(types: readonly string[], dark: boolean): ReadonlyMap<string, string> {
  const palette = palettes[dark ? 'dark' : 'light'];
  const free = new Set(palette.keys());
  const colors = new Map<string, string>();
  const ordered = sortLogTypes(types);
  for (const type of ordered) {
    const wish = Object.hasOwn(preferred, type) ? preferred[type] : undefined;
    if (wish !== undefined && free.delete(wish)) colors.set(type, palette[wish] ?? palette[9]);
  }
  for (const type of ordered) {
    if (colors.has(type)) continue;
    const [next = 9] = free;
    free.delete(next);
    colors.set(type, palette[next] ?? palette[9]);
  }
  return colors;
}

/** The order of `logTypes`, unknown ones last by name. */
export function sortLogTypes(types: readonly string[]): readonly string[] {
  const known = Object.keys(logTypes);
  const rank = (type: string) => (known.includes(type) ? known.indexOf(type) : known.length);
  return [...new Set(types)].toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
