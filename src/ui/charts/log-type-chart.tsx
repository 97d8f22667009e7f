import { lazy, Suspense, useMemo } from 'react';
import { useTheme } from '../app/theme.ts';
import { formatCount } from '../parts/format-number.ts';
import { formatRange } from '../time/format-time.ts';
import type { TimeSpan } from '../time/time-range.ts';
import { logTypeColors, sortLogTypes } from './log-type-colors.ts';
import { type Bucket, stackBuckets } from './stack.ts';

const StackedBars = lazy(() => import('./stacked-bars.tsx'));

export interface LogTypeChartProps {
  readonly label: string;
  readonly buckets: readonly Bucket[];
  readonly bucketSeconds: number;
  readonly span: TimeSpan;
  readonly height: number;
  readonly perMinute?: boolean;
  readonly onBrush?: (span: TimeSpan) => void;
  readonly onPickType?: (logType: string) => void;
}

/** Events over time, stacked by log type, with a legend that says the same in words. */
export function LogTypeChart(props: LogTypeChartProps) {
  const { label, buckets, bucketSeconds, span, height, perMinute = false, onBrush, onPickType } = props;
  const { dark } = useTheme();
  const types = useMemo(() => sortLogTypes(buckets.map(({ log_type: type }) => type)), [buckets]);
  const colors = useMemo(() => logTypeColors(types, dark), [types, dark]);
  const stack = useMemo(
    () => stackBuckets({ buckets, ...span, bucketSeconds, types }),
    [buckets, span, bucketSeconds, types],
  );
  const total = [...stack.totals.values()].reduce((sum, count) => sum + count, 0);
  return (
    <figure
      aria-label={`${label}, ${formatRange(span.fromMs, span.toMs)} UTC`}
      className="flex min-w-0 flex-col"
    >
      <Suspense fallback={<div className="skeleton m-2" style={{ height: height - 16 }} />}>
        <StackedBars
          {...{ stack, types, colors, span, bucketSeconds, height, onBrush }}
          scale={perMinute ? 60 / Math.max(bucketSeconds, 1) : 1}
          unit={perMinute ? 'events per minute' : 'events'}
        />
      </Suspense>
      <figcaption className="flex flex-wrap items-center gap-x-1 gap-y-0.5 px-2 pb-1.5 text-xs">
        <span className="tabular px-1.5 font-medium">{formatCount(total)} events</span>
        {types.map((type) => (
          <LegendItem
            key={type}
            type={type}
            color={colors.get(type)}
            count={stack.totals.get(type) ?? 0}
            onPick={onPickType}
          />
        ))}
      </figcaption>
    </figure>
  );
}

interface LegendItemProps {
  readonly type: string;
  readonly color: string | undefined;
  readonly count: number;
  readonly onPick: ((logType: string) => void) | undefined;
}

function LegendItem({ type, color, count, onPick }: LegendItemProps) {
  const content = (
    <>
      <span className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
      <span>{type}</span>
      <span className="tabular text-faint">{formatCount(count)}</span>
    </>
  );
  const look = 'flex items-center gap-1.5 rounded px-1.5 py-0.5 text-muted';
  if (onPick === undefined) return <span className={look}>{content}</span>;
  return (
    <button
      type="button"
      className={`${look} hover:bg-hover hover:text-text`}
      title={`Only ${type}`}
      onClick={() => onPick(type)}
    >
      {content}
    </button>
  );
}
