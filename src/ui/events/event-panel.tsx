import { useQuery } from '@tanstack/react-query';
import type { EventRow } from '../../api/events.ts';
import { eventQuery } from '../client/queries.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { SidePanel } from '../parts/side-panel.tsx';
import { ErrorState, LoadingRows } from '../parts/states.tsx';
import { describeTime, formatTime } from '../time/format-time.ts';
import type { RangeSearch } from '../time/time-range.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { EventView } from './event-view.tsx';
import { summarizeEvent } from './event-summary.ts';

export interface EventPanelProps {
  readonly id: string;
  readonly at: string | undefined;
  /** The row of the list, whose raw may be cut: shown until all of it is here. */
  readonly known: EventRow | undefined;
  readonly range: RangeSearch;
  readonly onClose: () => void;
}

export function EventPanel({ id, at, known, range, onClose }: EventPanelProps) {
  const { data, error, refetch } = useQuery(eventQuery(id, at));
  const event = data?.event ?? known;
  return (
    <SidePanel
      label="Event"
      onClose={onClose}
      title={<PanelTitle event={event} />}
      actions={<CopyButton value={window.location.href} label="Copy a link to this event" />}
    >
      {event !== undefined && (
        <>
          <p className="px-4 py-3 font-mono text-xs">
            <Untrusted text={summarizeEvent(event)} max={600} />
          </p>
          <EventView key={event.id} event={event} range={range} />
        </>
      )}
      {event === undefined && error === null && <LoadingRows />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
    </SidePanel>
  );
}

function PanelTitle({ event }: { event: EventRow | undefined }) {
  if (event === undefined) return <h2 className="font-semibold">Event</h2>;
  return (
    <h2 className="flex items-baseline gap-2.5 truncate font-semibold">
      {event.log_type}
      <span className="tabular truncate font-normal text-muted" title={describeTime(event.time, Date.now())}>
        {formatTime(event.time)} UTC
      </span>
    </h2>
  );
}
