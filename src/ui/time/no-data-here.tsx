import { useQuery } from '@tanstack/react-query';
import { extentQuery } from '../client/queries.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/states.tsx';
import { formatRange } from './format-time.ts';

export interface NoDataHereProps {
  /** `events`, `findings`. */
  readonly what: string;
  /** Some filter other than time is set. */
  readonly filtered?: boolean;
  readonly onShowAll: () => void;
  readonly onClearFilters?: () => void;
}

/** An empty time range, and where the data is instead: logs of last year must not look like no logs. */
export function NoDataHere({ what, filtered = false, onShowAll, onClearFilters }: NoDataHereProps) {
  const { data: extent } = useQuery(extentQuery);
  return (
    <EmptyState
      icon={filtered ? 'filter' : 'inbox'}
      title={filtered ? `No ${what} match these filters here` : `No ${what} in this time range`}
      action={
        <>
          {filtered && onClearFilters !== undefined && (
            <Button onClick={onClearFilters}>Clear the filters</Button>
          )}
          {extent !== null && <Button onClick={onShowAll}>Show all data</Button>}
        </>
      }
    >
      {extent === null && <>Nothing is stored yet: run `trailwatch ingest` on a file or folder.</>}
      {extent !== undefined && extent !== null && (
        <>
          What is stored lies between{' '}
          <span className="tabular">{formatRange(extent.fromMs, extent.toMs)} UTC</span>.
        </>
      )}
    </EmptyState>
  );
}
