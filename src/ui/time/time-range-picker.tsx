import { useIsFetching } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { Button, IconButton } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { formatRange, formatTime } from './format-time.ts';
import {
  absolute,
  allTime,
  defaultLast,
  describeLast,
  isRelative,
  parseDuration,
  parseTime,
  presets,
  type RangeSearch,
  relative,
  type TimeSpan,
  zoomOut,
} from './time-range.ts';

export interface TimeRangePickerProps {
  readonly search: RangeSearch;
  readonly span: TimeSpan | undefined;
  readonly onChange: (range: RangeSearch) => void;
  readonly onRefresh: () => void;
}

/** What is asked for on its own account does not make the refresh button turn. */
const background = new Set(['info', 'findings-total']);

export function TimeRangePicker({ search, span, onChange, onRefresh }: TimeRangePickerProps) {
  const refreshing = useIsFetching({ predicate: ({ queryKey }) => !background.has(String(queryKey[0])) }) > 0;
  const [open, setOpen] = useState(false);
  const choose = (range: RangeSearch) => {
    setOpen(false);
    onChange(range);
  };
  return (
    <div role="group" aria-label="Time range" className="flex items-center gap-1">
      <IconButton
        icon="zoomOut"
        label="Zoom out"
        disabled={span === undefined}
        onClick={() => span !== undefined && onChange(absolute(zoomOut(span, Date.now())))}
      />
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <Button
            icon="clock"
            className="tabular"
            title={span && `${formatRange(span.fromMs, span.toMs)} UTC`}
          >
            {describeRange(search, span)}
            <Icon name="down" size={11} />
          </Button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="end"
            sideOffset={4}
            aria-label="Choose a time range"
            className="z-40 flex w-[25rem] max-w-[94vw] rounded-lg border border-line bg-surface shadow-float"
          >
            <div className="flex w-36 shrink-0 flex-col gap-px border-r border-line p-1.5">
              {[...presets, allTime].map((last) => (
                <button
                  key={last}
                  type="button"
                  onClick={() => choose(relative(last))}
                  aria-pressed={isRelative(search) && (search.last ?? defaultLast) === last}
                  className="rounded px-2 py-1 text-left hover:bg-hover aria-pressed:bg-selected aria-pressed:font-medium"
                >
                  {describeLast(last)}
                </button>
              ))}
            </div>
            <ExactRange span={span} onApply={choose} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <IconButton
        icon="refresh"
        label="Refresh (r)"
        data-shortcut="refresh"
        onClick={onRefresh}
        aria-busy={refreshing}
        className={refreshing ? '[&_svg]:animate-spin' : ''}
      />
    </div>
  );
}

function ExactRange({
  span,
  onApply,
}: {
  span: TimeSpan | undefined;
  onApply: (range: RangeSearch) => void;
}) {
  const [from, setFrom] = useState(span === undefined ? '' : formatTime(span.fromMs, 's'));
  const [to, setTo] = useState(span === undefined ? '' : formatTime(span.toMs, 's'));
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const range = readRange(from, to, Date.now());
    if (typeof range === 'string') setProblem(range);
    else onApply(range);
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 flex-col gap-2.5 p-3">
      <TimeField label="From (UTC)" value={from} onChange={setFrom} />
      <TimeField label="To (UTC)" value={to} onChange={setTo} />
      {problem !== undefined && (
        <p role="alert" className="text-xs text-critical">
          {problem}
        </p>
      )}
      <Button type="submit" look="solid">
        Apply
      </Button>
      <p className="text-2xs text-faint">
        2026-11-21 13:45, 2026-11-21T13:45:00+01:00, -90m, now. A duration alone in From, such as 36h, counts
        back from now.
      </p>
    </form>
  );
}

function TimeField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="caption flex flex-col gap-1">
      {label}
      <input
        type="text"
        value={value}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
        className="h-7 rounded-md border border-line-strong bg-canvas px-2 font-mono text-xs text-text"
      />
    </label>
  );
}

function readRange(from: string, to: string, nowMs: number): RangeSearch | string {
  if (parseDuration(from) !== undefined) return relative(from.trim());
  const fromMs = parseTime(from, nowMs);
  const toMs = parseTime(to === '' ? 'now' : to, nowMs);
  if (fromMs === undefined) return `From is no time: write it as ${formatTime(nowMs, 'min')}.`;
  if (toMs === undefined) return `To is no time: write it as ${formatTime(nowMs, 'min')}.`;
  if (fromMs >= toMs) return 'From must be before To.';
  return absolute({ fromMs, toMs });
}

function describeRange(search: RangeSearch, span: TimeSpan | undefined): string {
  if (isRelative(search)) return describeLast(search.last ?? defaultLast);
  return span === undefined ? 'Time range' : formatRange(span.fromMs, span.toMs);
}
