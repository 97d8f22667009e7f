import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EventRow, Histogram } from '../../api/events.ts';
import { type EventsSearch, readList, writeList } from '../app/search.ts';
import { useTheme } from '../app/theme.ts';
import { LogTypeChart } from '../charts/log-type-chart.tsx';
import { logTypeColors } from '../charts/log-type-colors.ts';
import { eventsQuery, histogramQuery } from '../client/queries.ts';
import { CheckList } from '../parts/check-list.tsx';
import { formatCount } from '../parts/format-number.ts';
import { ErrorState, LoadingRows } from '../parts/states.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { NoDataHere } from '../time/no-data-here.tsx';
import { absolute, type TimeSpan } from '../time/time-range.ts';
import { columnChoices, defaultColumns, eventColumns } from './event-columns.tsx';
import { EventPanel } from './event-panel.tsx';

const bucketsMax = 120;
const chartHeight = 132;

export interface EventExplorerProps {
  readonly search: EventsSearch;
  readonly span: TimeSpan;
  readonly nowMs: number;
  readonly onChange: (change: EventsSearch, replace?: boolean) => void;
}

export function EventExplorer({ search, span, nowMs, onChange }: EventExplorerProps) {
  const { log_type: logType, account, search: text } = search;
  const filter = useMemo(() => ({ log_type: logType, account, search: text }), [logType, account, text]);
  const histogram = useQuery(histogramQuery(span, filter, bucketsMax));
  const events = useInfiniteQuery(eventsQuery(span, filter));
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.events) ?? [], [events.data]);
  const total = histogram.data?.buckets.reduce((sum, { count }) => sum + count, 0);

  if (events.error !== null && events.data === undefined) {
    return <ErrorState what="Events" error={events.error} onRetry={() => void events.refetch()} />;
  }
  if (events.data === undefined) return <LoadingRows rows={16} />;
  if (rows.length === 0 && !events.isPlaceholderData) {
    return (
      <NoDataHere
        what="events"
        filtered={Boolean(logType ?? account ?? text)}
        onClearFilters={() => onChange({ log_type: undefined, account: undefined, search: undefined })}
        onShowAll={() => onChange({ last: 'all', from: undefined, to: undefined })}
      />
    );
  }
  return (
    <div className="relative flex min-h-0 flex-1">
      <section aria-label="Events" className="flex min-w-0 flex-1 flex-col bg-surface">
        <EventHistogram histogram={histogram.data} error={histogram.error} span={span} onChange={onChange} />
        <EventTable
          {...{ search, rows, nowMs, onChange, total }}
          hasMore={events.hasNextPage}
          loadingMore={events.isFetchingNextPage}
          failedMore={events.isFetchNextPageError}
          stale={events.isPlaceholderData}
          onEndNear={() => void events.fetchNextPage()}
        />
      </section>
      {search.event !== undefined && (
        <EventPanel
          id={search.event}
          at={search.at}
          known={rows.find(({ id }) => id === search.event)}
          range={{ last: search.last, from: search.from, to: search.to }}
          onClose={() => onChange({ event: undefined, at: undefined })}
        />
      )}
    </div>
  );
}

interface EventHistogramProps {
  readonly histogram: Histogram | undefined;
  readonly error: Error | null;
  readonly span: TimeSpan;
  readonly onChange: EventExplorerProps['onChange'];
}

function EventHistogram({ histogram, error, span, onChange }: EventHistogramProps) {
  if (error !== null && histogram === undefined) return <ErrorState what="Histogram" error={error} />;
  if (histogram === undefined) return <div className="skeleton m-3 h-36 shrink-0" />;
  return (
    <div className="shrink-0 border-b border-line px-1 pt-1">
      <LogTypeChart
        label="Events by log type"
        buckets={histogram.buckets}
        bucketSeconds={histogram.bucket_seconds}
        span={span}
        height={chartHeight}
        onBrush={(range) => onChange(absolute(range))}
        onPickType={(type) => onChange({ log_type: type })}
      />
    </div>
  );
}

interface EventTableProps {
  readonly search: EventsSearch;
  readonly rows: readonly EventRow[];
  readonly total: number | undefined;
  readonly nowMs: number;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly failedMore: boolean;
  readonly stale: boolean;
  readonly onEndNear: () => void;
  readonly onChange: EventExplorerProps['onChange'];
}

function EventTable({ search, rows, total, nowMs, failedMore, onChange, ...grid }: EventTableProps) {
  const { dark } = useTheme();
  const chosen = readList(search.columns);
  const columns = useMemo(() => {
    const colors = logTypeColors(
      rows.map(({ log_type: type }) => type),
      dark,
    );
    return eventColumns(readList(search.columns), colors, nowMs);
  }, [rows, search.columns, dark, nowMs]);
  return (
    <>
      <VirtualGrid
        label="Events, newest first"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        selectedKey={search.event}
        onOpen={({ id, time }, replace) => onChange({ event: id, at: time }, replace)}
        total={total}
        {...grid}
      />
      <footer className="caption tabular flex h-8 shrink-0 items-center gap-3 border-t border-line px-3">
        <span role="status">
          {formatCount(rows.length)} of {total === undefined ? '…' : formatCount(total)} events loaded
          {grid.loadingMore && ', loading more'}
        </span>
        {failedMore && (
          <span className="text-critical">The next rows could not be read: scroll to try again.</span>
        )}
        <span className="flex-1" />
        <CheckList
          label="Columns"
          icon="columns"
          choices={columnChoices}
          chosen={chosen.length > 0 ? chosen : defaultColumns}
          onChange={(next) => onChange({ columns: writeList(next) })}
        />
      </footer>
    </>
  );
}
