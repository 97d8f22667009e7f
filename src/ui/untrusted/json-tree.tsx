import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { ExactNumber } from './parse-exact.ts';
import { copyText, expandAll, flattenTree, type TreeRow } from './tree-rows.ts';
import { Untrusted } from './untrusted.tsx';

const openedFirst = 160;
const openedMost = 2000;
const rowsStep = 500;

export interface JsonTreeProps {
  readonly value: unknown;
  readonly label: string;
  /** What else can be done with a leaf's value, such as a link to a search. */
  readonly leafAction?: (value: string) => ReactNode;
}

/** A record as a tree. Arrows move, open and close; c copies the value, p its path. */
export function JsonTree({ value, label, leafAction }: JsonTreeProps) {
  const [open, setOpen] = useState(() => expandAll(value, openedFirst));
  const [limit, setLimit] = useState(rowsStep);
  const [active, setActive] = useState(0);
  const [copied, setCopied] = useState('');
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const { rows, truncated } = useMemo(() => flattenTree(value, open, limit), [value, open, limit]);

  const toggle = ({ id: rowId }: TreeRow) => {
    const next = new Set(open);
    if (!next.delete(rowId)) next.add(rowId);
    setOpen(next);
  };
  const go = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1));
    setActive(to);
    host.current?.children[to]?.scrollIntoView({ block: 'nearest' });
  };
  const copy = (text: string, what: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(`Copied the ${what}`),
      () => setCopied('The browser refused to copy'),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== event.currentTarget) return;
    const actions: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      j: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      k: () => go(active - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.size && !row.open ? toggle(row) : go(active + 1)),
      ArrowLeft: () => (row.open ? toggle(row) : go(parentIndex(rows, active))),
      Enter: () => row.size && toggle(row),
      c: () => copy(copyText(row.value), 'value'),
      p: () => copy(row.path, 'path'),
    };
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  return (
    <div>
      <div className="mb-1 flex items-center gap-1 text-xs">
        <Button look="quiet" className="h-6" onClick={() => setOpen(expandAll(value, openedMost))}>
          Expand all
        </Button>
        <Button look="quiet" className="h-6" onClick={() => setOpen(new Set())}>
          Collapse
        </Button>
        <span role="status" className="text-faint">
          {copied}
        </span>
      </div>
      <div
        ref={host}
        role="tree"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
        className="rounded-md font-mono text-xs"
      >
        {rows.map((row, index) => (
          <TreeLine
            key={row.id}
            id={`${id}-${index}`}
            row={row}
            active={index === active}
            onPick={() => {
              setActive(index);
              if (row.size) toggle(row);
            }}
            leafAction={leafAction}
          />
        ))}
      </div>
      {truncated && (
        <Button look="quiet" className="mt-1" onClick={() => setLimit(limit + rowsStep)}>
          Show {rowsStep} more rows
        </Button>
      )}
    </div>
  );
}

interface TreeLineProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly active: boolean;
  readonly onPick: () => void;
  readonly leafAction: ((value: string) => ReactNode) | undefined;
}

const indentPixels = 14;
const depthShownMax = 24;

function TreeLine({ id, row, active, onPick, leafAction }: TreeLineProps) {
  const { depth, label, size, open, path, value } = row;
  const text = typeof value === 'string' ? value : value instanceof ExactNumber ? value.source : undefined;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={active}
      {...(size ? { 'aria-expanded': open } : {})}
      className="group flex items-start gap-1 rounded px-1 hover:bg-hover aria-selected:bg-raised"
      style={{ paddingLeft: 4 + Math.min(depth, depthShownMax) * indentPixels }}
    >
      <span className="flex min-w-0 flex-1 items-start gap-1 py-px" onClick={onPick}>
        <span className="flex size-4 shrink-0 items-center justify-center text-faint">
          {size ? <Icon name={open ? 'down' : 'right'} size={10} /> : null}
        </span>
        <span className="min-w-0">
          <span className="text-accent">
            <Untrusted text={label} max={200} />
          </span>
          <span className="text-faint">: </span>
          <Value value={value} size={size} open={open} />
        </span>
      </span>
      <span className="invisible flex shrink-0 items-center group-focus-within:visible group-hover:visible group-aria-selected:visible">
        {text !== undefined && text !== '' && leafAction?.(text)}
        <CopyButton small value={path} label={`Copy the path ${path.slice(0, 80)} (p)`} />
        <CopyButton small value={copyText(value)} label="Copy the value (c)" />
      </span>
    </div>
  );
}

const stringMax = 2000;

function Value({ value, size, open }: { value: unknown; size: number | null; open: boolean }) {
  if (size !== null) {
    const array = Array.isArray(value);
    if (size === 0) return <span className="text-faint">{array ? '[]' : '{}'}</span>;
    return (
      <span className="text-faint">
        {array ? `[${size}]` : `{${size}}`}
        {open ? '' : ' …'}
      </span>
    );
  }
  if (typeof value === 'string') {
    if (value === '') return <span className="text-faint">''</span>;
    return <Untrusted text={value} max={stringMax} />;
  }
  const text = value instanceof ExactNumber ? value.source : String(value);
  return <span className={value === null ? 'text-faint' : 'text-medium'}>{text}</span>;
}

function parentIndex(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  const parent = rows.slice(0, index).findLastIndex((row) => row.depth < depth);
  return Math.max(parent, 0);
}
