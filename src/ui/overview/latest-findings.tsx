import { Link } from '@tanstack/react-router';
import type { FindingRow } from '../../api/findings.ts';
import { SeverityBadge } from '../parts/severity.tsx';
import { EmptyState } from '../parts/states.tsx';
import { describeTime, formatAgo } from '../time/format-time.ts';
import type { RangeSearch } from '../time/time-range.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';

export interface LatestFindingsProps {
  readonly findings: readonly FindingRow[];
  readonly range: RangeSearch;
  readonly nowMs: number;
}

export function LatestFindings({ findings, range, nowMs }: LatestFindingsProps) {
  if (findings.length === 0) {
    return (
      <EmptyState icon="findings" title="No findings in this time range">
        No rule matched. `trailwatch rules list` shows what is watched for.
      </EmptyState>
    );
  }
  return (
    <ul className="pb-1.5">
      {findings.map((finding) => (
        <li key={finding.id} className="border-t border-line first:border-0">
          <Link
            to="/findings/$findingId"
            params={{ findingId: finding.id }}
            search={range}
            className="grid grid-cols-[5.25rem_1fr_auto] items-start gap-2 px-3.5 py-2 hover:bg-hover"
          >
            <span>
              <SeverityBadge severity={finding.severity} />
            </span>
            <span className="min-w-0">
              <span className="block truncate font-medium">
                <Untrusted text={finding.rule_name} max={200} />
              </span>
              <span className="line-clamp-2 text-muted">
                <Untrusted text={finding.sentence} />
              </span>
            </span>
            <span className="tabular whitespace-nowrap text-faint" title={describeTime(finding.time, nowMs)}>
              {formatAgo(Date.parse(finding.time), nowMs)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
