import { useMemo, useState } from 'react';
import type { QueryResult } from '../../api/query.ts';
import { Button } from '../parts/button.tsx';
import { formatBytes, formatCount } from '../parts/format-number.ts';
import { SidePanel } from '../parts/side-panel.tsx';
import { EmptyState } from '../parts/states.tsx';
import { type GridColumn, VirtualGrid } from '../parts/virtual-grid.tsx';
import { JsonTree } from '../untrusted/json-tree.tsx';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { visibleText } from '../untrusted/visible-text.ts';
import { cellText, toCsv } from './csv.ts';

interface ResultRow {
  readonly index: number;
  readonly values: readonly unknown[];
}

/** What a query answered: its cost, its rows, and a way to take them along. */
export function SqlResult({ result, stale }: { result: QueryResult; stale: boolean }) {
  const [selected, setSelected] = useState<ResultRow>();
  const rows = useMemo(() => result.rows.map((values, index): ResultRow => ({ index, values })), [result]);
  const columns = useMemo(() => resultColumns(result), [result]);
  return (
    <>
      <ResultBar result={result} />
      {rows.length === 0 ? (
        <EmptyState icon="search" title="The query is right, and nothing matches">
          Widen the time range or loosen a condition.
        </EmptyState>
      ) : (
        <div className="relative flex min-h-0 flex-1">
          <VirtualGrid
            label="Result"
            columns={columns}
            rows={rows}
            rowKey={(row) => String(row.index)}
            selectedKey={selected === undefined ? undefined : String(selected.index)}
            onOpen={setSelected}
            stale={stale}
          />
          {selected !== undefined && (
            <SidePanel
              label="Row"
              title={<h2 className="font-semibold">Row {formatCount(selected.index + 1)}</h2>}
              onClose={() => setSelected(undefined)}
            >
              <div className="p-3">
                <JsonTree
                  key={selected.index}
                  label="Values of the row"
                  value={rowObject(result, selected)}
                />
              </div>
            </SidePanel>
          )}
        </div>
      )}
    </>
  );
}

function ResultBar({ result }: { result: QueryResult }) {
  const { stats, rows, truncated } = result;
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 border-b border-line px-3 text-xs text-muted">
      <span role="status" className="tabular flex flex-wrap gap-x-4">
        <strong className="font-semibold text-text">{countRows(rows.length)}</strong>
        <span>{formatCount(stats.elapsed_ms)} ms</span>
        <span>
          {countRows(stats.rows_read)}, {formatBytes(stats.bytes_read)} read
        </span>
      </span>
      {truncated && (
        <span className="text-medium">
          More rows exist: these are the first. Aggregate or add a condition.
        </span>
      )}
      <span className="flex-1" />
      <Button
        look="quiet"
        icon="download"
        disabled={rows.length === 0}
        title="Text that a spreadsheet would run as a formula gets an apostrophe in front"
        onClick={() => download(toCsv(result), 'trailwatch.csv', 'text/csv')}
      >
        Export CSV
      </Button>
    </div>
  );
}

function countRows(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;
}

const characterPixels = 7.3;
const sampledRows = 50;
const widthMin = 84;
const widthMax = 420;

function resultColumns(result: QueryResult): readonly GridColumn<ResultRow>[] {
  return result.columns.map(({ name, type }, index) => {
    const numeric = /^(?:Nullable\()?(?:U?Int|Float|Decimal)/.test(type);
    const longest = result.rows
      .slice(0, sampledRows)
      .reduce((most, row) => Math.max(most, cellText(row[index]).length), name.length);
    return {
      key: `${index}`,
      title: <span title={`${visibleText(name)}: ${type}`}>{visibleText(name)}</span>,
      width: Math.round(Math.min(Math.max(longest * characterPixels + 20, widthMin), widthMax)),
      grow: index === result.columns.length - 1 && !numeric,
      ...(numeric && { align: 'right' as const }),
      render: ({ values }) => <ResultCell value={values[index]} />,
    };
  });
}

function ResultCell({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-faint">null</span>;
  return (
    <span className="font-mono text-xs">
      <Untrusted text={cellText(value)} />
    </span>
  );
}

function rowObject({ columns }: QueryResult, { values }: ResultRow): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ name }, index) => [name, values[index]]));
}

function download(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
