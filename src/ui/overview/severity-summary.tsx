import { Link } from '@tanstack/react-router';
import type { Overview } from '../../api/overview.ts';
import type { RangeSearch } from '../time/time-range.ts';
import { formatCount } from '../parts/format-number.ts';
import { SeverityBars, severityName, severityOrder, severityText } from '../parts/severity.tsx';

export interface SeveritySummaryProps {
  readonly counts: Overview['findings_by_severity'];
  readonly range: RangeSearch;
}

export function SeveritySummary({ counts, range }: SeveritySummaryProps) {
  const most = Math.max(1, ...Object.values(counts));
  return (
    <ul className="flex flex-1 flex-col justify-evenly gap-0.5 px-1.5 pb-2">
      {severityOrder.map((severity) => (
        <li key={severity}>
          <Link
            to="/findings"
            search={{ ...range, severity }}
            className="grid grid-cols-[6.5rem_1fr_4.5rem] items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <span className={`flex items-center gap-2 font-medium ${severityText(severity)}`}>
              <SeverityBars severity={severity} />
              {severityName(severity)}
            </span>
            <span className="h-2 overflow-hidden rounded-full bg-raised">
              <span
                className="block h-full rounded-full"
                style={{
                  width: `${barPercent(counts[severity], most)}%`,
                  background: `var(--${severity}-bar)`,
                }}
              />
            </span>
            <span className="tabular text-right text-base font-semibold">
              {formatCount(counts[severity])}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** By square root, so that one critical finding beside thousands of low ones can be seen; the number says the rest. */
function barPercent(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(3, Math.sqrt(count / most) * 100);
}
