import { ExactNumber } from './parse-exact.ts';

export interface TreeRow {
  /** Unique within the tree: the JSON pointer. */
  readonly id: string;
  /** The way people and queries write it: `requestParameters.tags[0].key`. */
  readonly path: string;
  readonly depth: number;
  readonly label: string;
  readonly value: unknown;
  /** Number of members; null for a leaf. */
  readonly size: number | null;
  readonly open: boolean;
}

export interface TreeRows {
  readonly rows: readonly TreeRow[];
  /** More rows exist than the limit let through. */
  readonly truncated: boolean;
}

type Entry = Pick<TreeRow, 'id' | 'path' | 'depth' | 'label' | 'value'>;

/** The visible rows of a JSON value, at most `limit`, without recursion: depth is the sender's choice. */
export function flattenTree(root: unknown, open: ReadonlySet<string>, limit: number): TreeRows {
  const rows: TreeRow[] = [];
  const waiting: Entry[] = childrenOf(
    { id: '', path: '', depth: -1, label: '', value: root },
    limit + 1,
  ).toReversed();
  while (waiting.length > 0) {
    const entry = waiting.pop();
    if (entry === undefined) break;
    if (rows.length === limit) return { rows, truncated: true };
    const size = sizeOf(entry.value);
    const isOpen = size !== null && size > 0 && open.has(entry.id);
    rows.push({ ...entry, size, open: isOpen });
    if (isOpen) waiting.push(...childrenOf(entry, limit - rows.length + 1).toReversed());
  }
  return { rows, truncated: false };
}

/** The containers to open so that at most `limit` rows show, level by level from the top. */
export function expandAll(root: unknown, limit: number): ReadonlySet<string> {
  const open = new Set<string>();
  let level = childrenOf({ id: '', path: '', depth: -1, label: '', value: root }, limit);
  let shown = level.length;
  while (level.length > 0) {
    const next: Entry[] = [];
    for (const entry of level) {
      const size = sizeOf(entry.value);
      if (size === null || size === 0) continue;
      if (shown + size > limit) continue;
      shown += size;
      open.add(entry.id);
      next.push(...childrenOf(entry, size));
    }
    level = next;
  }
  return open;
}

export function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return null;
  return Object.keys(value).length;
}

/** What is copied for a value: text as it is, anything else as JSON. */
export function copyText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.source;
  return (
    JSON.stringify(
      value,
      (_key, inner: unknown) => (inner instanceof ExactNumber ? inner.source : inner),
      2,
    ) ?? ''
  );
}

function childrenOf(parent: Entry, limit: number): Entry[] {
  const { value, depth } = parent;
  if (Array.isArray(value)) {
    return value.slice(0, limit).map((item: unknown, index) => ({
      id: `${parent.id}/${index}`,
      path: `${parent.path}[${index}]`,
      depth: depth + 1,
      label: String(index),
      value: item,
    }));
  }
  if (sizeOf(value) === null || typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, limit)
    .map(([key, item]) => ({
      id: `${parent.id}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      path: joinPath(parent.path, key),
      depth: depth + 1,
      label: key,
      value: item,
    }));
}

function joinPath(path: string, key: string): string {
  if (!/^[\w$@-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
