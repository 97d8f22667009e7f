import type { FindingFacets } from '../../api/findings.ts';
import { type FindingsSearch, readList, writeList } from '../app/search.ts';
import { Button } from '../parts/button.tsx';
import { CheckList } from '../parts/check-list.tsx';
import { formatCount } from '../parts/format-number.ts';
import { SeverityBars, severityName, severityOrder, severityText } from '../parts/severity.tsx';

export interface FindingFiltersProps {
  readonly search: FindingsSearch;
  readonly facets: FindingFacets | undefined;
  readonly onChange: (change: FindingsSearch) => void;
}

export function FindingFilters({ search, facets, onChange }: FindingFiltersProps) {
  const severities = readList(search.severity);
  const accounts = readList(search.account);
  const toggle = (severity: string) => {
    const without = severities.filter((other) => other !== severity);
    onChange({
      severity: writeList(without.length === severities.length ? [...severities, severity] : without),
    });
  };
  const filtered = Boolean(search.severity ?? search.rule ?? search.account);
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      <div
        role="group"
        aria-label="Severity"
        className="flex overflow-hidden rounded-md border border-line-strong"
      >
        {severityOrder.map((severity) => (
          <button
            key={severity}
            type="button"
            aria-pressed={severities.includes(severity)}
            onClick={() => toggle(severity)}
            className={`flex h-[26px] items-center gap-1.5 border-r border-line px-2 font-medium last:border-r-0 hover:bg-hover aria-pressed:bg-selected ${severityText(severity)}`}
          >
            <SeverityBars severity={severity} />
            {severityName(severity)}
            <span className="tabular text-xs text-faint">
              {formatCount(facets?.severities.find((facet) => facet.severity === severity)?.count ?? 0)}
            </span>
          </button>
        ))}
      </div>
      <CheckList
        label="Rule"
        single
        choices={(facets?.rules ?? []).map(({ rule, rule_name: label, count }) => ({
          value: rule,
          label,
          count,
        }))}
        chosen={search.rule === undefined ? [] : [search.rule]}
        onChange={([rule]) => onChange({ rule })}
      />
      <CheckList
        label="Account"
        choices={(facets?.accounts ?? []).map(({ account_id: value, count }) => ({
          value,
          label: value,
          count,
        }))}
        chosen={accounts}
        onChange={(chosen) => onChange({ account: writeList(chosen) })}
      />
      {filtered && (
        <Button
          look="quiet"
          onClick={() => onChange({ severity: undefined, rule: undefined, account: undefined })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}
