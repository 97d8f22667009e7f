import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FindingRow } from '../../api/findings.ts';
import { latestFindingsQuery } from '../client/queries.ts';
import { Card } from '../parts/panel.tsx';
import { SeverityBadge } from '../parts/severity.tsx';
import { EmptyState, LoadingRows } from '../parts/states.tsx';
import { describeTime, formatAgo } from '../time/format-time.ts';
import type { RangeSearch, TimeSpan } from '../time/time-range.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';

export interface LatestFindingsProps {
  readonly span: TimeSpan;
  /** Of any severity: shown where none is worse. */
  readonly others: readonly FindingRow[];
  readonly range: RangeSearch;
  readonly nowMs: number;
}

const urgent = 'critical,high,medium';
const shownMax = 8;

/** Medium and higher first: a failed call must not push a stopped trail off the page. */
export function LatestFindings({ span, others, range, nowMs }: LatestFindingsProps) {
  const { data, error } = useQuery(latestFindingsQuery(span, urgent, shownMax));
  const pending = data === undefined && error === null;
  const worse = data !== undefined && data.length > 0;
  return (
    <Card
      title="Latest findings"
      note={worse ? 'medium and higher' : 'of any severity: none is worse'}
      className="col-span-12 xl:col-span-7"
    >
      {pending ? (
        <LoadingRows />
      ) : (
        <FindingList findings={worse ? data : others.slice(0, shownMax)} range={range} nowMs={nowMs} />
      )}
    </Card>
  );
}

interface FindingListProps extends Pick<LatestFindingsProps, 'range' | 'nowMs'> {
  readonly findings: readonly FindingRow[];
}

function FindingList({ findings, range, nowMs }: FindingListProps) {
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
