import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { overviewQuery } from '../client/queries.ts';
import { LogTypeChart } from '../charts/log-type-chart.tsx';
import { Card, PageHeader } from '../parts/panel.tsx';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states.tsx';
import { NoDataHere } from '../time/no-data-here.tsx';
import { absolute, type TimeSpan } from '../time/time-range.ts';
import { TimeRangePicker } from '../time/time-range-picker.tsx';
import { useTimeSpan } from '../time/use-time-span.ts';
import { LatestFindings } from './latest-findings.tsx';
import { LedgerEquation } from './ledger-equation.tsx';
import { SeveritySummary } from './severity-summary.tsx';
import { SourcesTable } from './sources-table.tsx';

const everyMs = 15_000;
const chartHeight = 208;

export function OverviewPage() {
  const search = useSearch({ from: '/' });
  const navigate = useNavigate();
  const { span, nowMs, error: rangeError, refresh } = useTimeSpan(search, everyMs);
  return (
    <>
      <PageHeader title="Overview">
        <span className="flex-1" />
        <TimeRangePicker
          search={search}
          span={span}
          onChange={(range) => void navigate({ to: '/', search: range })}
          onRefresh={refresh}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {rangeError !== null && <ErrorState error={rangeError} onRetry={refresh} />}
        {span === undefined && rangeError === null && <LoadingRows />}
        {span !== undefined && <OverviewBody span={span} nowMs={nowMs} />}
      </div>
    </>
  );
}

function OverviewBody({ span, nowMs }: { span: TimeSpan; nowMs: number }) {
  const search = useSearch({ from: '/' });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(overviewQuery(span));
  if (error !== null && data === undefined) {
    return <ErrorState what="Overview" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <OverviewLoading />;
  if (data.ledger.delivered === 0 && data.sources.length === 0) return <NothingYet />;
  const setRange = (range: TimeSpan) => void navigate({ to: '/', search: absolute(range) });
  return (
    <div className="mx-auto grid max-w-[110rem] grid-cols-12 gap-3">
      <Card title="Events per minute" note="by log type" className="col-span-12 xl:col-span-8">
        {data.events.length === 0 ? (
          <NoDataHere what="events" onShowAll={() => void navigate({ to: '/', search: { last: 'all' } })} />
        ) : (
          <LogTypeChart
            label="Events per minute by log type"
            perMinute
            buckets={data.events}
            bucketSeconds={data.bucket_seconds}
            span={span}
            height={chartHeight}
            onBrush={setRange}
            onPickType={(type) => void navigate({ to: '/events', search: { ...search, log_type: type } })}
          />
        )}
      </Card>
      <Card title="Findings" note="by severity" className="col-span-12 xl:col-span-4">
        <SeveritySummary counts={data.findings_by_severity} range={search} />
      </Card>
      <Card title="Ledger" note="every record that was delivered, all time" className="col-span-12">
        <LedgerEquation totals={data.ledger} />
      </Card>
      <LatestFindings span={span} others={data.latest_findings} range={search} nowMs={nowMs} />
      <Card title="Sources" note={`${data.sources.length}`} className="col-span-12 xl:col-span-5">
        <SourcesTable sources={data.sources} nowMs={nowMs} />
      </Card>
    </div>
  );
}

const placeholders = [
  'h-72 xl:col-span-8',
  'h-72 xl:col-span-4',
  'h-28',
  'h-80 xl:col-span-7',
  'h-80 xl:col-span-5',
] as const;

function OverviewLoading() {
  return (
    <div role="status" aria-label="Loading" className="mx-auto grid max-w-[110rem] grid-cols-12 gap-3">
      {placeholders.map((size) => (
        <div key={size} className={`skeleton col-span-12 rounded-lg opacity-60 ${size}`} />
      ))}
    </div>
  );
}

function NothingYet() {
  return (
    <EmptyState title="No logs have come in yet">
      <p>Point Trailwatch at a folder of your own files, in any supported format, packed or plain:</p>
      <pre className="mt-3 rounded-md border border-line bg-raised px-3 py-2 text-left font-mono text-xs text-text">
        trailwatch ingest ./my-logs
      </pre>
      <p className="mt-3">Or look around a simulated organisation under attack:</p>
      <pre className="mt-3 rounded-md border border-line bg-raised px-3 py-2 text-left font-mono text-xs text-text">
        trailwatch up --demo
      </pre>
    </EmptyState>
  );
}
