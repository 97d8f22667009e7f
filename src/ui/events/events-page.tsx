import { useNavigate, useSearch } from '@tanstack/react-router';
import type { EventsSearch } from '../app/search.ts';
import { Button } from '../parts/button.tsx';
import { PageHeader } from '../parts/panel.tsx';
import { ErrorState, LoadingRows } from '../parts/states.tsx';
import { TimeRangePicker } from '../time/time-range-picker.tsx';
import { useTimeSpan } from '../time/use-time-span.ts';
import { EventExplorer } from './event-explorer.tsx';
import { EventFilters } from './event-filters.tsx';
import { SqlView } from './sql-view.tsx';

export function EventsPage() {
  const search = useSearch({ from: '/events' });
  const navigate = useNavigate();
  const { span, nowMs, error, refresh } = useTimeSpan(search);
  const sqlOpen = search.sql !== undefined;
  const setSearch = (change: EventsSearch, replace = false) => {
    void navigate({ to: '/events', search: { ...search, ...change }, replace });
  };
  return (
    <>
      <PageHeader title="Events">
        <div
          role="group"
          aria-label="Search by"
          className="mr-1 flex rounded-md border border-line-strong p-px"
        >
          <Mode pressed={!sqlOpen} onPress={() => setSearch({ sql: undefined })}>
            Filters
          </Mode>
          <Mode pressed={sqlOpen} onPress={() => setSearch({ sql: search.sql ?? '' })}>
            SQL
          </Mode>
        </div>
        {sqlOpen ? <span className="flex-1" /> : <EventFilters search={search} onChange={setSearch} />}
        <TimeRangePicker
          search={search}
          span={span}
          onChange={(range) => setSearch(range)}
          onRefresh={refresh}
        />
      </PageHeader>
      {error !== null && <ErrorState error={error} onRetry={refresh} />}
      {span === undefined && error === null && <LoadingRows />}
      {span !== undefined &&
        (sqlOpen ? (
          <SqlView search={search} span={span} onRun={(sql) => setSearch({ sql })} />
        ) : (
          <EventExplorer search={search} span={span} nowMs={nowMs} onChange={setSearch} />
        ))}
    </>
  );
}

function Mode({ pressed, onPress, children }: { pressed: boolean; onPress: () => void; children: string }) {
  return (
    <Button
      look="quiet"
      aria-pressed={pressed}
      onClick={onPress}
      className="h-6 rounded-[5px] aria-pressed:bg-selected aria-pressed:text-text"
    >
      {children}
    </Button>
  );
}
