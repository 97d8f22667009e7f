import type { Overview } from '../api/overview.ts';
import type { ActivitySnapshot } from '../pipeline/activity.ts';
import { readHistogram } from '../store/read/read-events.ts';
import { readFindingFacets, readFindings } from '../store/read/read-findings.ts';
import { readLedgerTotals, readSources } from '../store/read/read-ledger.ts';
import type { Select, TimeBounds } from '../store/read/select.ts';

const dayMs = 86_400_000;
const bucketsMax = 120;
const latestMax = 10;

/** The first page: the last day unless a range is given. Sources combine what this process saw with what the ledger holds. */
export async function readOverview(
  select: Select,
  activity: ActivitySnapshot,
  bounds: TimeBounds,
  nowMs: number,
): Promise<Overview> {
  const to = new Date(bounds.to ?? nowMs).toISOString();
  const from = new Date(bounds.from ?? Date.parse(to) - dayMs).toISOString();
  const range = { from, to };
  const [histogram, facets, ledgerSources, ledger, latest] = await Promise.all([
    readHistogram(select, { ...range, buckets: bucketsMax }),
    readFindingFacets(select, range),
    readSources(select),
    readLedgerTotals(select, {}),
    readFindings(select, { ...range, limit: latestMax }),
  ]);
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
  for (const { severity, count } of facets.severities) bySeverity[severity] = count;
  return {
    ...range,
    bucket_seconds: histogram.bucketSeconds,
    events: histogram.buckets,
    findings_by_severity: bySeverity,
    sources: ledgerSources.map(({ newest_event: newest, ...source }) => {
      const seen = activity.sources.find((other) => other.source === source.source);
      return {
        ...source,
        last_seen: seen === undefined ? null : new Date(seen.lastSeenMs).toISOString(),
        newest_event: newest,
        lag_seconds: newest === null ? null : Math.max(0, Math.round((nowMs - Date.parse(newest)) / 1000)),
      };
    }),
    ledger,
    latest_findings: latest.findings,
  };
}
