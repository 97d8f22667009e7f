import type { FindingRow } from '../../api/findings.ts';
import { SeverityBadge } from '../parts/severity.tsx';
import type { GridColumn } from '../parts/virtual-grid.tsx';
import { describeTime, formatTime } from '../time/format-time.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';

const compactColumns = 3;

/** `compact` is for the narrow table beside an open finding. */
export function findingColumns(nowMs: number, compact: boolean): readonly GridColumn<FindingRow>[] {
  const columns: readonly GridColumn<FindingRow>[] = [
    {
      key: 'severity',
      title: 'Severity',
      width: 96,
      render: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      key: 'time',
      title: 'Time (UTC)',
      width: 168,
      render: ({ time }) => (
        <span className="tabular text-muted" title={describeTime(time, nowMs)}>
          {formatTime(time, 's')}
        </span>
      ),
    },
    {
      key: 'rule',
      title: 'Rule',
      width: compact ? 190 : 250,
      grow: compact,
      render: ({ rule_name: name }) => (
        <span className="font-medium">
          <Untrusted text={name} max={120} />
        </span>
      ),
    },
    {
      key: 'sentence',
      title: 'What happened',
      width: 260,
      grow: true,
      render: ({ sentence }) => <Untrusted text={sentence} />,
    },
    {
      key: 'account',
      title: 'Account',
      width: 116,
      render: ({ account_id: account }) => (
        <span className="font-mono text-xs text-muted">
          <Untrusted text={account} max={40} />
        </span>
      ),
    },
  ];
  return compact ? columns.slice(0, compactColumns) : columns;
}
