import type { DeliveryCounts } from '../event/delivery-counts.ts';

export const noCounts: DeliveryCounts = {
  delivered: 0,
  stored: 0,
  duplicates: 0,
  filtered: 0,
  deadLetters: 0,
  findings: 0,
};

export function addCounts(left: DeliveryCounts, right: DeliveryCounts): DeliveryCounts {
  return {
    delivered: left.delivered + right.delivered,
    stored: left.stored + right.stored,
    duplicates: left.duplicates + right.duplicates,
    filtered: left.filtered + right.filtered,
    deadLetters: left.deadLetters + right.deadLetters,
    findings: left.findings + right.findings,
  };
}
