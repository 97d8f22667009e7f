import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'radix-ui';
import { useMemo } from 'react';
import type { EventRow } from '../../api/events.ts';
import { type CoreColumnName, coreColumns } from '../../event/core-columns.ts';
import { eventQuery } from '../client/queries.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { LoadingRows } from '../parts/states.tsx';
import { formatTime } from '../time/format-time.ts';
import type { RangeSearch } from '../time/time-range.ts';
import { JsonTree } from '../untrusted/json-tree.tsx';
import { parseExact } from '../untrusted/parse-exact.ts';
import { Untrusted, UntrustedBlock } from '../untrusted/untrusted.tsx';
import { EntitySearchButton } from './entity-link.tsx';

const tabs = [
  ['record', 'Record'],
  ['columns', 'Columns'],
  ['raw', 'Raw'],
] as const;

/** One event: the record as a tree, the columns it was given, and its bytes. */
export function EventView({ event, range }: { event: EventRow; range: RangeSearch }) {
  return (
    <Tabs.Root defaultValue="record">
      <Tabs.List aria-label="Ways to show the event" className="flex gap-1 border-b border-line px-3">
        {tabs.map(([value, label]) => (
          <Tabs.Trigger
            key={value}
            value={value}
            className="border-b-2 border-transparent px-2 py-1.5 font-medium text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="record" className="p-3">
        <Record event={event} range={range} />
      </Tabs.Content>
      <Tabs.Content value="columns" className="p-3">
        <Columns event={event} range={range} />
      </Tabs.Content>
      <Tabs.Content value="raw" className="p-3">
        <div className="mb-1 flex items-center justify-between text-xs text-faint">
          <span>{event.raw.length.toLocaleString('en')} characters, as they arrived</span>
          <CopyButton value={event.raw} label="Copy the raw record" />
        </div>
        <UntrustedBlock text={event.raw} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** The record's own fields: from raw where that is JSON, which keeps numbers exact, else as the parser read them. */
function Record({ event, range }: { event: EventRow; range: RangeSearch }) {
  const fromRaw = useMemo(() => parseExact(event.raw), [event.raw]);
  const detail = useQuery({ ...eventQuery(event.id, event.time), enabled: fromRaw === undefined });
  if (fromRaw === undefined && detail.isPending) return <LoadingRows rows={6} />;
  const fields = fromRaw ?? detail.data?.fields;
  if (typeof fields !== 'object' || fields === null) return <UntrustedBlock text={event.raw} />;
  return (
    <JsonTree
      key={event.id}
      value={fields}
      label="Fields of the record"
      leafAction={(value) => <EntitySearchButton value={value} range={range} />}
    />
  );
}

const notSearched = new Set<CoreColumnName>(['time', 'ingested_at', 'log_type', 'outcome', 'severity']);

function Columns({ event, range }: { event: EventRow; range: RangeSearch }) {
  const filled = coreColumns
    .filter(({ name }) => name !== 'raw')
    .map((column) => ({ ...column, text: columnText(event, column.name) }))
    .filter(({ text }) => text !== '');
  return (
    <dl className="grid grid-cols-[9.5rem_1fr] text-xs">
      {filled.map(({ name, description, text }) => (
        <div key={name} className="group col-span-2 grid grid-cols-subgrid rounded hover:bg-hover">
          <dt className="px-1.5 py-1 text-muted" title={description}>
            {name}
          </dt>
          <dd className="flex min-w-0 items-start gap-1 py-1 pr-1 font-mono">
            <span className="min-w-0 flex-1">
              <Untrusted text={text} max={2000} />
            </span>
            <span className="invisible flex group-focus-within:visible group-hover:visible">
              {!notSearched.has(name) && <EntitySearchButton value={text} range={range} />}
              <CopyButton small value={text} label={`Copy ${name}`} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A column's value as text; '' where it is absent. */
export function columnText(event: EventRow, name: CoreColumnName): string {
  const value = event[name];
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  return name === 'time' || name === 'ingested_at' ? formatTime(String(value)) : String(value);
}
