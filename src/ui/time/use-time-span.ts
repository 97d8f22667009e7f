import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { extentQuery } from '../client/queries.ts';
import { isAllTime, isRelative, type RangeSearch, resolveRange, type TimeSpan } from './time-range.ts';

export interface TimeSpanState {
  /** Undefined while 'all data' is being looked up. */
  readonly span: TimeSpan | undefined;
  readonly nowMs: number;
  readonly error: Error | null;
  /** Moves a relative range to now. */
  readonly refresh: () => void;
}

/** The span that the URL's range means. A relative one moves by itself every `everyMs`, while the page is visible. */
export function useTimeSpan(search: RangeSearch, everyMs?: number): TimeSpanState {
  const [nowMs, setNowMs] = useState(Date.now);
  const all = isAllTime(search);
  const extent = useQuery({ ...extentQuery, enabled: all });
  useEffect(() => {
    if (everyMs === undefined || !isRelative(search)) return undefined;
    const timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') setNowMs(Date.now());
    }, everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs, search]);
  const { last, from, to } = search;
  const known = extent.data ?? undefined;
  const waiting = all && extent.data === undefined && extent.error === null;
  const span = useMemo(
    () => (waiting ? undefined : resolveRange({ last, from, to }, nowMs, known)),
    [waiting, last, from, to, nowMs, known],
  );
  const refresh = () => {
    setNowMs(Date.now());
    if (all) void extent.refetch();
  };
  return { span, nowMs, error: all ? extent.error : null, refresh };
}
