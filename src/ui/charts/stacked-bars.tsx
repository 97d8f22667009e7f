import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatCount, formatShort } from '../parts/format-number.ts';
import { formatTime } from '../time/format-time.ts';
import type { TimeSpan } from '../time/time-range.ts';
import type { Stack } from './stack.ts';

export interface StackedBarsProps {
  readonly stack: Stack;
  readonly types: readonly string[];
  readonly colors: ReadonlyMap<string, string>;
  readonly span: TimeSpan;
  readonly bucketSeconds: number;
  readonly height: number;
  /** Counts are shown times this: 1, or what makes them a rate. */
  readonly scale: number;
  readonly unit: string;
  readonly onBrush?: ((span: TimeSpan) => void) | undefined;
}

/** The chart itself; its module and uPlot load on demand. What it shows is also in the legend, as text. */
export default function StackedBars(props: StackedBarsProps) {
  const { stack, types, colors, span, bucketSeconds, height, scale, unit, onBrush } = props;
  const host = useRef<HTMLDivElement>(null);
  const brush = useRef(onBrush);
  brush.current = onBrush;
  const [hover, setHover] = useState<{ index: number; left: number } | null>(null);

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const chart = new uPlot(
      options({
        width: element.clientWidth,
        height,
        types,
        colors,
        span,
        bucketSeconds,
        element,
        onHover: setHover,
        brush,
      }),
      chartData(stack, scale),
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [stack, types, colors, span, bucketSeconds, height, scale]);

  return (
    <div ref={host} className="charts relative w-full" style={{ height }} onMouseLeave={() => setHover(null)}>
      {hover !== null && (
        <Tooltip
          {...hover}
          {...{ stack, types, colors, bucketSeconds, scale, unit }}
          width={host.current?.clientWidth ?? 0}
        />
      )}
    </div>
  );
}

interface ChartOptions
  extends Pick<StackedBarsProps, 'types' | 'colors' | 'span' | 'bucketSeconds' | 'height'> {
  readonly width: number;
  readonly element: HTMLElement;
  readonly onHover: (hover: { index: number; left: number } | null) => void;
  readonly brush: { readonly current: ((span: TimeSpan) => void) | undefined };
}

const brushPixelsMin = 4;

function options(chart: ChartOptions): uPlot.Options {
  const { width, height, types, colors, span, bucketSeconds, element, onHover, brush } = chart;
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--faint');
  const line = style.getPropertyValue('--line');
  const font = `11px ${style.fontFamily}`;
  const bars = uPlot.paths.bars?.({ size: [0.86, 40], align: 1 });
  return {
    width,
    height,
    padding: [8, 18, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: brush.current !== undefined, y: false, setScale: false, dist: brushPixelsMin },
    },
    scales: {
      x: {
        time: true,
        range: () => [span.fromMs / 1000, Math.max(span.toMs / 1000, span.fromMs / 1000 + bucketSeconds)],
      },
      y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { stroke: line, size: 4, width: 1 },
        size: 26,
        gap: 3,
        space: 80,
        values: (_chart, values) =>
          values.map((value, index) => axisTime(value, values[index + 1], values[index - 1])),
      },
      {
        stroke: ink,
        font,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        size: 46,
        gap: 6,
        space: 34,
        values: (_chart, values) => values.map((value) => formatShort(value)),
      },
    ],
    // Drawn tallest first: each type's bar covers the lower part of the one behind it.
    series: [
      {},
      ...types.toReversed().map((type): uPlot.Series => {
        const color = colors.get(type) ?? ink;
        return {
          label: type,
          stroke: color,
          fill: color,
          width: 0,
          points: { show: false },
          ...(bars && { paths: bars }),
        };
      }),
    ],
    hooks: {
      setCursor: [({ cursor: { left, idx } }) => onHover(toHover(left, idx))],
      setSelect: [
        (plot) => {
          const { left, width: pixels } = plot.select;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (pixels < brushPixelsMin) return;
          brush.current?.({
            fromMs: plot.posToVal(left, 'x') * 1000,
            toMs: plot.posToVal(left + pixels, 'x') * 1000,
          });
        },
      ],
    },
  };
}

/** UTC: the date at midnight and where ticks are days apart, else the time of day, with seconds where ticks are that close. */
function axisTime(seconds: number, next: number | undefined, before: number | undefined): string {
  const text = new Date(seconds * 1000).toISOString();
  const step = Math.abs((next ?? before ?? seconds + 60) - seconds);
  if (step >= 86_400 * 300) return text.slice(0, 7);
  if (step >= 86_400 || seconds % 86_400 === 0) return text.slice(0, 10);
  return text.slice(11, step < 60 ? 19 : 16);
}

function toHover(left: number | undefined, index: number | null | undefined) {
  return left === undefined || left < 0 || index === null || index === undefined ? null : { index, left };
}

function chartData({ times, tops }: Stack, scale: number): uPlot.AlignedData {
  return [[...times], ...tops.toReversed().map((top) => top.map((value) => value * scale))];
}

interface TooltipProps
  extends Pick<StackedBarsProps, 'stack' | 'types' | 'colors' | 'bucketSeconds' | 'scale' | 'unit'> {
  readonly index: number;
  readonly left: number;
  readonly width: number;
}

const tooltipWidth = 232;
const axisWidth = 46;

function Tooltip({ index, left, width, stack, types, colors, bucketSeconds, scale, unit }: TooltipProps) {
  const start = (stack.times[index] ?? 0) * 1000;
  const rows = types
    .map((type, position) => ({ type, count: stack.counts[position]?.[index] ?? 0 }))
    .filter(({ count }) => count > 0);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const x = left + axisWidth + 14;
  const flip = x + tooltipWidth > width;
  return (
    <div
      role="presentation"
      className="pointer-events-none absolute top-1 z-20 rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-float"
      style={{ width: tooltipWidth, left: flip ? x - tooltipWidth - 28 : x }}
    >
      <p className="tabular mb-1 text-faint">
        {formatTime(start, 's')} – {formatTime(start + bucketSeconds * 1000, 's').slice(11)}
      </p>
      {rows.map(({ type, count }) => (
        <p key={type} className="flex items-center gap-2">
          <span className="size-2 rounded-[2px]" style={{ background: colors.get(type) }} />
          <span className="flex-1 truncate">{type}</span>
          <span className="tabular">{number(count, scale)}</span>
        </p>
      ))}
      <p className="mt-1 flex justify-between border-t border-line pt-1 font-medium">
        <span>{unit}</span>
        <span className="tabular">{number(total, scale)}</span>
      </p>
    </div>
  );
}

function number(count: number, scale: number): string {
  return scale === 1 ? formatCount(count) : formatShort(count * scale);
}
