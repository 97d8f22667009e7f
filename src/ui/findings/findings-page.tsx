import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { FindingRow } from '../../api/findings.ts';
import type { FindingsSearch } from '../app/search.ts';
import { findingFacetsQuery, findingsQuery, findingsTotalQuery } from '../client/queries.ts';
import { formatCount } from '../parts/format-number.ts';
import { PageHeader } from '../parts/panel.tsx';
import { ErrorState, LoadingRows } from '../parts/states.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { NoDataHere } from '../time/no-data-here.tsx';
import { isRelative, type TimeSpan } from '../time/time-range.ts';
import { TimeRangePicker } from '../time/time-range-picker.tsx';
import { useTimeSpan } from '../time/use-time-span.ts';
import { findingColumns } from './finding-columns.tsx';
import { FindingFilters } from './finding-filters.tsx';

export function FindingsPage() {
  const search = useSearch({ from: '/findings' });
  const setSearch = useSetSearch();
  const { span, nowMs, error, refresh } = useTimeSpan(search);
  return (
    <>
      <PageHeader title="Findings">
        {span !== undefined && <Filters span={span} />}
        <span className="flex-1" />
        <TimeRangePicker
          search={search}
          span={span}
          onChange={(range) => setSearch(range)}
          onRefresh={refresh}
        />
      </PageHeader>
      <div className="relative flex min-h-0 flex-1">
        <section aria-label="Findings" className="flex min-w-0 flex-1 flex-col bg-surface">
          {error !== null && <ErrorState error={error} onRetry={refresh} />}
          {span === undefined ? (
            error === null && <LoadingRows />
          ) : (
            <FindingsTable span={span} nowMs={nowMs} onRefresh={refresh} />
          )}
        </section>
        <Outlet />
      </div>
    </>
  );
}

/** Changes part of the search; an open finding stays open. */
function useSetSearch(): (change: FindingsSearch) => void {
  const navigate = useNavigate();
  const search = useSearch({ from: '/findings' });
  const { findingId } = useParams({ strict: false });
  return (change) => {
    const next = { ...search, ...change };
    if (findingId === undefined) void navigate({ to: '/findings', search: next });
    else void navigate({ to: '/findings/$findingId', params: { findingId }, search: next });
  };
}

function Filters({ span }: { span: TimeSpan }) {
  const search = useSearch({ from: '/findings' });
  const setSearch = useSetSearch();
  const { data: facets } = useQuery(findingFacetsQuery(span));
  return <FindingFilters search={search} facets={facets} onChange={setSearch} />;
}

interface FindingsTableProps {
  readonly span: TimeSpan;
  readonly nowMs: number;
  readonly onRefresh: () => void;
}

function FindingsTable({ span, nowMs, onRefresh }: FindingsTableProps) {
  const search = useSearch({ from: '/findings' });
  const setSearch = useSetSearch();
  const navigate = useNavigate();
  const { findingId } = useParams({ strict: false });
  const { severity, rule, account } = search;
  const filter = useMemo(() => ({ severity, rule, account }), [severity, rule, account]);
  const query = useInfiniteQuery(findingsQuery(span, filter));
  const now = useQuery({ ...findingsTotalQuery(span, filter), enabled: isRelative(search) });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.findings) ?? [], [query.data]);
  const compact = findingId !== undefined;
  const columns = useMemo(() => findingColumns(nowMs, compact), [nowMs, compact]);
  if (query.error !== null && query.data === undefined) {
    return <ErrorState what="Findings" error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <LoadingRows rows={14} />;
  const total = query.data.pages[0]?.total;
  const fresh = total === undefined || query.isPlaceholderData ? 0 : (now.data ?? 0) - total;
  if (rows.length === 0) {
    return (
      <>
        {fresh > 0 && <NewFindings count={fresh} onShow={onRefresh} />}
        <NoDataHere
          what="findings"
          filtered={Boolean(severity ?? rule ?? account)}
          onClearFilters={() => setSearch({ severity: undefined, rule: undefined, account: undefined })}
          onShowAll={() => setSearch({ last: 'all', from: undefined, to: undefined })}
        />
      </>
    );
  }
  const open = (row: FindingRow, replace: boolean) => {
    void navigate({ to: '/findings/$findingId', params: { findingId: row.id }, search, replace });
  };
  return (
    <>
      {fresh > 0 && <NewFindings count={fresh} onShow={onRefresh} />}
      <VirtualGrid
        label="Findings, newest first"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        selectedKey={findingId}
        onOpen={open}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onEndNear={() => void query.fetchNextPage()}
        total={total}
        stale={query.isPlaceholderData}
      />
      <footer
        className="caption tabular flex h-6 shrink-0 items-center gap-3 border-t border-line px-3"
        role="status"
      >
        {total === undefined ? '' : `${formatCount(total)} findings`}
        {query.isFetchNextPageError && (
          <span className="text-critical">The next rows could not be read.</span>
        )}
      </footer>
    </>
  );
}

/** Rows do not move while they are being read: new ones wait here. */
function NewFindings({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <button
      type="button"
      onClick={onShow}
      className="shrink-0 border-b border-line bg-selected px-3 py-1 text-center font-medium text-accent hover:underline"
    >
      <span role="status">
        {formatCount(count)} new {count === 1 ? 'finding' : 'findings'}: show
      </span>
    </button>
  );
}
