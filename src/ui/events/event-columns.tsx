import type { EventRow } from '../../api/events.ts';
import { type CoreColumnName, coreColumns } from '../../event/core-columns.ts';
import type { Choice } from '../parts/check-list.tsx';
import type { GridColumn } from '../parts/virtual-grid.tsx';
import { describeTime, formatTime } from '../time/format-time.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { visibleText } from '../untrusted/visible-text.ts';
import { shortArn, summarizeEvent } from './event-summary.ts';
import { columnText } from './event-view.tsx';

type ColumnName = CoreColumnName | 'summary';

export const defaultColumns: readonly ColumnName[] = [
  'time',
  'log_type',
  'summary',
  'actor',
  'src_ip',
  'account_id',
  'error_code',
];

const cellCharactersMax = 300;

const widths: Partial<Record<ColumnName, number>> = {
  time: 190,
  ingested_at: 190,
  log_type: 132,
  account_id: 116,
  actor: 250,
  src_ip: 128,
  dst_ip: 128,
  operation: 180,
  service: 190,
  user_agent: 260,
  resource: 280,
  resources: 280,
  message: 300,
  raw: 480,
  summary: 280,
};
const widthOtherwise = 110;

export const columnChoices: readonly Choice[] = [
  { value: 'summary', label: 'summary' },
  ...coreColumns.map(({ name }) => ({ value: name, label: name })),
];

/** The chosen columns that exist; the summary grows into what room is left, else the last. */
export function eventColumns(
  names: readonly string[],
  colors: ReadonlyMap<string, string>,
  nowMs: number,
): readonly GridColumn<EventRow>[] {
  const known = names.filter(isColumn);
  const shown = known.length > 0 ? known : defaultColumns;
  const growing = shown.includes('summary') ? shown.indexOf('summary') : shown.length - 1;
  return shown.map((name, index) => ({
    key: name,
    title: name === 'time' || name === 'ingested_at' ? `${name} (UTC)` : name,
    width: widths[name] ?? widthOtherwise,
    grow: index === growing,
    render: (event) => <Cell event={event} name={name} colors={colors} nowMs={nowMs} />,
  }));
}

interface CellProps {
  readonly event: EventRow;
  readonly name: ColumnName;
  readonly colors: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

function Cell({ event, name, colors, nowMs }: CellProps) {
  if (name === 'summary') return <Mono text={summarizeEvent(event)} />;
  const text = columnText(event, name);
  if (name === 'time' || name === 'ingested_at') {
    return (
      <span className="tabular text-muted" title={describeTime(event[name], nowMs)}>
        {formatTime(event[name])}
      </span>
    );
  }
  if (name === 'log_type') {
    return (
      <span className="flex items-center gap-1.5">
        <span
          className="size-2 shrink-0 rounded-[2px]"
          style={{ background: colors.get(text) ?? 'var(--line-strong)' }}
        />
        <span className="truncate">{text}</span>
      </span>
    );
  }
  if (name === 'error_code' || (name === 'outcome' && text === 'failure')) {
    return (
      <span className="text-critical">
        <Mono text={text} />
      </span>
    );
  }
  const short = name === 'actor' || name === 'resource' ? shortArn(text) : text;
  return short === text ? (
    <Mono text={text} />
  ) : (
    <span title={visibleText(text)}>
      <Mono text={short} />
    </span>
  );
}

function Mono({ text }: { text: string }) {
  return (
    <span className="font-mono text-xs">
      <Untrusted text={text} max={cellCharactersMax} />
    </span>
  );
}

function isColumn(name: string): name is ColumnName {
  return columnChoices.some(({ value }) => value === name);
}
