import type { Severity } from '../../event/event.ts';

export const severityOrder = [
  'critical',
  'high',
  'medium',
  'low',
  'informational',
] as const satisfies readonly Severity[];

const looks: Record<
  Severity,
  { readonly text: string; readonly fill: string; readonly bars: number; readonly short: string }
> = {
  critical: { text: 'text-critical', fill: 'bg-critical-fill', bars: 4, short: 'Critical' },
  high: { text: 'text-high', fill: 'bg-high-fill', bars: 3, short: 'High' },
  medium: { text: 'text-medium', fill: 'bg-medium-fill', bars: 2, short: 'Medium' },
  low: { text: 'text-low', fill: 'bg-low-fill', bars: 1, short: 'Low' },
  informational: { text: 'text-informational', fill: 'bg-informational-fill', bars: 0, short: 'Info' },
};

export function severityName(severity: Severity): string {
  return looks[severity].short;
}

export function severityText(severity: Severity): string {
  return looks[severity].text;
}

/** Word, colour and number of bars all say the same, so that none is needed alone. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { text, fill, short } = looks[severity];
  return (
    <span
      className={`inline-flex h-5 items-center gap-1.5 rounded px-1.5 text-2xs font-semibold ${text} ${fill}`}
    >
      <SeverityBars severity={severity} />
      {short}
    </span>
  );
}

export function SeverityBars({ severity }: { severity: Severity }) {
  const { bars, text } = looks[severity];
  return (
    <svg aria-hidden="true" width="12" height="10" viewBox="0 0 12 10" className={`shrink-0 ${text}`}>
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={bar * 3.1}
          y={7 - bar * 2.2}
          width="2.2"
          height={3 + bar * 2.2}
          rx="0.6"
          fill="currentColor"
          opacity={bar < bars ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}
