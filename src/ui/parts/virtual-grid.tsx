import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface GridColumn<Row> {
  readonly key: string;
  readonly title: ReactNode;
  /** Pixels; a growing column takes this at least. */
  readonly width: number;
  readonly grow?: boolean;
  readonly align?: 'right';
  readonly render: (row: Row) => ReactNode;
}

export interface VirtualGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row, index: number) => string;
  readonly selectedKey?: string | undefined;
  readonly onOpen?: ((row: Row, replace: boolean) => void) | undefined;
  /** More rows exist: asked for when the end comes near. */
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onEndNear?: () => void;
  /** All rows there are, where known; else those loaded. */
  readonly total?: number | undefined;
  /** Shown while these rows are those of an earlier request. */
  readonly stale?: boolean;
}

const rowHeight = 30;
const overscan = 12;
const nearEndRows = 40;
const pageJump = 15;

/** A table of any length of which only the visible rows exist. One tab stop: arrows, j and k move, Enter opens. */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, columns, rows, rowKey, selectedKey, onOpen, total, stale = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(-1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    scrollPaddingStart: rowHeight,
    paddingEnd: 8,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useLoadMore(props, lastShown);
  const template = columns
    .map(({ width, grow }) => (grow === true ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(' ');
  const minWidth = columns.reduce((sum, { width }) => sum + width, 0) + 24;

  const move = (to: number) => {
    const index = Math.max(0, Math.min(to, rows.length - 1));
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    virtualizer.scrollToIndex(index, { align: 'auto' });
    if (selectedKey !== undefined) onOpen?.(row, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = active >= 0 ? active : rows.findIndex((row, index) => rowKey(row, index) === selectedKey);
    const row = rows[at];
    const target = moveTarget(event.key, at, rows.length);
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' && row !== undefined) onOpen?.(row, selectedKey !== undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      data-grid
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      aria-colcount={columns.length}
      aria-busy={stale}
      aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      className={`min-h-0 flex-1 overflow-auto ${stale ? 'opacity-60' : ''}`}
    >
      <div style={{ minWidth }}>
        <div
          role="row"
          aria-rowindex={1}
          className="caption sticky top-0 z-10 grid items-center border-b border-line bg-surface px-3"
          style={{ gridTemplateColumns: template, height: rowHeight }}
        >
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              className={`truncate pr-3 ${column.align === 'right' ? 'text-right' : ''}`}
            >
              {column.title}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row, index);
            return (
              <GridRow
                key={key}
                id={`${id}-${index}`}
                index={index}
                row={row}
                columns={columns}
                template={template}
                start={start}
                active={index === active}
                selected={key === selectedKey}
                onPick={() => {
                  if (window.getSelection()?.isCollapsed === false) return;
                  setActive(index);
                  onOpen?.(row, selectedKey !== undefined);
                }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly row: Row;
  readonly columns: readonly GridColumn<Row>[];
  readonly template: string;
  readonly start: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onPick: () => void;
}

function GridRow<Row>({
  id,
  index,
  row,
  columns,
  template,
  start,
  active,
  selected,
  onPick,
}: GridRowProps<Row>) {
  return (
    // The grid itself handles the keys, as the ARIA pattern has it.
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={onPick}
      className={`absolute inset-x-0 top-0 grid cursor-default items-center border-b border-line/60 px-3 hover:bg-hover aria-selected:bg-selected ${active ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
      style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
    >
      {columns.map((column) => (
        <div
          key={column.key}
          role="gridcell"
          className={`truncate pr-3 ${column.align === 'right' ? 'tabular text-right' : ''}`}
        >
          {column.render(row)}
        </div>
      ))}
    </div>
  );
}

function useLoadMore<Row>(props: VirtualGridProps<Row>, lastShown: number): void {
  const { rows, hasMore = false, loadingMore = false, onEndNear } = props;
  const near = hasMore && !loadingMore && rows.length > 0 && lastShown >= rows.length - nearEndRows;
  const latest = useRef(onEndNear);
  latest.current = onEndNear;
  useEffect(() => {
    if (near) latest.current?.();
  }, [near]);
}

function moveTarget(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return at + 1;
    case 'k':
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return at + pageJump;
    case 'PageUp':
      return at - pageJump;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
