import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { EventsSearch } from '../app/search.ts';
import { sqlQuery } from '../client/queries.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState, ErrorState } from '../parts/states.tsx';
import { isAllTime, type TimeSpan } from '../time/time-range.ts';
import { sqlFromFilters } from './sql-from-filters.ts';
import { SqlResult } from './sql-result.tsx';

const SqlEditor = lazy(() => import('./sql-editor.tsx'));

export interface SqlViewProps {
  readonly search: EventsSearch;
  readonly span: TimeSpan;
  /** The text goes into the URL, which is what runs. */
  readonly onRun: (sql: string) => void;
}

export function SqlView({ search, span, onRun }: SqlViewProps) {
  const asked = search.sql ?? '';
  const [draft, setDraft] = useState(asked === '' ? sqlFromFilters(search) : asked);
  const [run, setRun] = useState(0);
  const [cancelled, setCancelled] = useState(false);
  const client = useQueryClient();
  const query = sqlQuery(asked, isAllTime(search) ? null : span, run);
  const { data, error, isFetching } = useQuery({ ...query, enabled: asked !== '' && !cancelled });
  useEffect(() => {
    if (asked !== '') setDraft(asked);
    setCancelled(false);
  }, [asked]);

  const start = () => {
    if (draft.trim() === '' || isFetching) return;
    setCancelled(false);
    setRun(run + 1);
    if (draft !== asked) onRun(draft);
  };
  const cancel = () => {
    setCancelled(true);
    void client.cancelQueries({ queryKey: query.queryKey });
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="shrink-0 border-b border-line p-3">
        <Suspense fallback={<div className="skeleton h-36" />}>
          <SqlEditor value={draft} onChange={setDraft} onRun={start} />
        </Suspense>
        <div className="mt-2 flex items-center gap-2">
          {isFetching ? (
            <Button icon="stop" onClick={cancel}>
              Cancel
            </Button>
          ) : (
            <Button look="solid" icon="play" onClick={start} title="Ctrl+Enter">
              Run
            </Button>
          )}
          {isFetching ? <Stopwatch /> : <span className="text-xs text-faint">Ctrl Enter</span>}
          <span className="flex-1" />
          <p className="text-xs text-faint">
            Tables: events, findings, ledger, dead_letters. The time range above applies. Fields by name:
            event.userIdentity.arn
          </p>
        </div>
      </div>
      {cancelled && (
        <EmptyState icon="stop" title="The query was cancelled">
          Narrow the time range or add a condition, then run it again.
        </EmptyState>
      )}
      {!cancelled && error !== null && !isFetching && (
        <ErrorState error={error} hint="Ctrl+Space in the editor lists tables and columns." />
      )}
      {!cancelled && error === null && data !== undefined && <SqlResult result={data} stale={isFetching} />}
      {asked === '' && !isFetching && !cancelled && (
        <EmptyState icon="code" title="Nothing has run yet">
          Ctrl+Enter runs the text above. It is read-only: no statement can change what is stored.
        </EmptyState>
      )}
    </div>
  );
}

const tickMs = 100;

function Stopwatch() {
  const [started] = useState(() => performance.now());
  const [now, setNow] = useState(started);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(performance.now()), tickMs);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <span role="status" className="tabular text-muted">
      Running, <span aria-hidden="true">{((now - started) / 1000).toFixed(1)} s</span>
    </span>
  );
}
