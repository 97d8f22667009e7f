import type { Overview } from '../../api/overview.ts';
import { formatCount } from '../parts/format-number.ts';
import { EmptyState } from '../parts/states.tsx';
import { describeTime, formatAgo, formatSpan } from '../time/format-time.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { visibleText } from '../untrusted/visible-text.ts';

type Source = Overview['sources'][number];

export function SourcesTable({ sources, nowMs }: { sources: readonly Source[]; nowMs: number }) {
  if (sources.length === 0) {
    return (
      <EmptyState title="No source has delivered yet">Add one under `sources` in trailwatch.yaml.</EmptyState>
    );
  }
  return (
    <div className="max-h-96 overflow-auto">
      <table className="w-full text-left">
        <thead className="sticky top-0 bg-surface">
          <tr className="caption border-b border-line [&>th]:px-3.5 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">Source</th>
            <th scope="col" className="text-right">
              Delivered
            </th>
            <th scope="col" className="text-right">
              Last seen
            </th>
            <th scope="col" className="text-right">
              Lag
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr
              key={source.source}
              className="border-b border-line last:border-0 [&>td]:px-3.5 [&>td]:py-1.5"
            >
              <td className="max-w-52 truncate font-medium" title={visibleText(source.source)}>
                <Untrusted text={source.source} max={120} />
              </td>
              <td className="tabular text-right">
                {formatCount(source.delivered)}
                {source.dead_letters > 0 && (
                  <span className="ml-1.5 text-critical">{formatCount(source.dead_letters)} dead</span>
                )}
              </td>
              <td
                className="tabular text-right whitespace-nowrap text-muted"
                title={
                  source.last_seen ? describeTime(source.last_seen, nowMs) : 'Not since this process started'
                }
              >
                {source.last_seen ? formatAgo(Date.parse(source.last_seen), nowMs) : '–'}
              </td>
              <td className="text-right">
                <Lag seconds={source.lag_seconds} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const lateSeconds = 30 * 60;

/** CloudTrail itself is up to a quarter of an hour behind; twice that is late. */
function Lag({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <span className="text-faint">–</span>;
  const late = seconds > lateSeconds;
  return (
    <span
      className={`tabular whitespace-nowrap ${late ? 'text-medium' : 'text-good'}`}
      title={
        late
          ? 'The newest event is old: the source may be silent, or hold old logs'
          : 'How old the newest event is'
      }
    >
      {formatSpan(seconds * 1000)}
    </span>
  );
}
