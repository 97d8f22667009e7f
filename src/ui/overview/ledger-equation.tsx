import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../api/overview.ts';
import { formatCount } from '../parts/format-number.ts';
import { Icon } from '../parts/icon.tsx';

const terms = [
  { key: 'stored', label: 'Stored', title: 'Searchable, each exactly once', color: 'var(--good-bar)' },
  {
    key: 'duplicates',
    label: 'Duplicates',
    title: 'Events that were stored already',
    color: 'var(--low-bar)',
  },
  {
    key: 'filtered',
    label: 'Filtered',
    title: 'Dropped by configuration',
    color: 'var(--informational-bar)',
  },
  {
    key: 'dead_letters',
    label: 'Dead letters',
    title: 'Could not be read; kept, with the reason',
    color: 'var(--critical-bar)',
  },
] as const;

const ledgerSql = `SELECT source, account_id, region, log_type, sum(delivered) AS delivered, sum(stored) AS stored,
  sum(duplicates) AS duplicates, sum(filtered) AS filtered, sum(dead_letters) AS dead_letters
FROM ledger
GROUP BY source, account_id, region, log_type
ORDER BY delivered DESC
LIMIT 1000`;

const deadLettersSql = 'SELECT * FROM dead_letters LIMIT 100';

/** delivered = stored + duplicates + filtered + dead letters, with whether it holds. */
export function LedgerEquation({ totals }: { totals: Overview['ledger'] }) {
  const accounted = terms.reduce((sum, { key }) => sum + totals[key], 0);
  const missing = totals.delivered - accounted;
  return (
    <div className="px-3.5 pb-3.5">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Term label="Delivered" title="Everything that sources handed over" count={totals.delivered} />
        <Sign>=</Sign>
        {terms.map(({ key, label, title, color }, index) => (
          <span key={key} className="flex items-end gap-x-4">
            {index > 0 && <Sign>+</Sign>}
            <Term label={label} title={title} count={totals[key]} color={color}>
              {key === 'dead_letters' && totals.dead_letters > 0 && (
                <SqlLink sql={deadLettersSql}>Why</SqlLink>
              )}
            </Term>
          </span>
        ))}
        <span className="flex-1" />
        <Balance missing={missing} />
        <span className="pb-1">
          <SqlLink sql={ledgerSql}>By source, account and region</SqlLink>
        </span>
      </div>
      <div aria-hidden="true" className="mt-3 flex h-1.5 gap-px overflow-hidden rounded-full bg-raised">
        {terms.map(({ key, color }) => (
          <span key={key} className="min-w-0" style={{ flexGrow: totals[key], background: color }} />
        ))}
      </div>
    </div>
  );
}

interface TermProps {
  readonly label: string;
  readonly title: string;
  readonly count: number;
  readonly color?: string;
  readonly children?: ReactNode;
}

function Term({ label, title, count, color, children }: TermProps) {
  return (
    <span title={title} className="flex flex-col">
      <span className="caption flex items-center gap-1.5">
        {color !== undefined && <span className="size-2 rounded-[2px]" style={{ background: color }} />}
        {label}
        {children}
      </span>
      <span className="tabular text-xl font-semibold tracking-tight">{formatCount(count)}</span>
    </span>
  );
}

function Sign({ children }: { children: string }) {
  return <span className="pb-0.5 text-lg text-faint">{children}</span>;
}

function Balance({ missing }: { missing: number }) {
  if (missing === 0) {
    return (
      <span role="status" className="flex items-center gap-1.5 pb-1 font-medium text-good">
        <Icon name="check" />
        Balanced
      </span>
    );
  }
  return (
    <span role="alert" className="flex items-center gap-1.5 pb-1 font-medium text-critical">
      <Icon name="warning" />
      {formatCount(Math.abs(missing))} records {missing > 0 ? 'unaccounted for' : 'too many'}: run trailwatch
      doctor
    </span>
  );
}

function SqlLink({ sql, children }: { sql: string; children: string }) {
  return (
    <Link to="/events" search={{ sql, last: 'all' }} className="text-xs text-accent hover:underline">
      {children}
    </Link>
  );
}
