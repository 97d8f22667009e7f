import { z } from 'zod';
import { CommaList, PageQuery, Severity, TimeRangeQuery, Timestamp } from './common.ts';
import { EventRow } from './events.ts';

export const FindingRow = z.object({
  id: z.string(),
  rule: z.string().describe('Sigma id, or the file’s stem.'),
  rule_name: z.string(),
  rule_version: z.string(),
  severity: Severity,
  time: Timestamp,
  event_ids: z.array(z.string()),
  attack: z.array(z.string()),
  log_type: z.string(),
  account_id: z.string(),
  region: z.string(),
  actor: z.string(),
  src_ip: z.string(),
  resource: z.string(),
  group: z.record(z.string(), z.string()),
  entities: z.array(z.string()),
  sentence: z.string(),
  found_at: Timestamp.describe('When Trailwatch found it.'),
});
export type FindingRow = z.infer<typeof FindingRow>;

export const FindingFilter = TimeRangeQuery.extend({
  severity: CommaList.pipe(z.array(Severity)).optional().describe('Severities, separated by commas.'),
  rule: z.string().max(200).optional(),
  account: CommaList.optional(),
});
export type FindingFilter = z.infer<typeof FindingFilter>;

export const FindingsQuery = FindingFilter.extend(PageQuery.shape);
export const FindingsPage = z.object({
  findings: z.array(FindingRow),
  next_cursor: z.string().nullable(),
  total: z.number(),
});
export type FindingsPage = z.infer<typeof FindingsPage>;

export const FindingFacets = z.object({
  rules: z.array(z.object({ rule: z.string(), rule_name: z.string(), count: z.number() })),
  accounts: z.array(z.object({ account_id: z.string(), count: z.number() })),
  severities: z.array(z.object({ severity: Severity, count: z.number() })),
});
export type FindingFacets = z.infer<typeof FindingFacets>;

export const RuleDetail = z.object({
  id: z.string(),
  title: z.string(),
  level: Severity,
  description: z.string(),
  yaml: z.string(),
  file: z.string(),
  log_types: z.array(z.string()),
  tags: z.array(z.string()),
  references: z.array(z.string()),
  falsepositives: z.array(z.string()),
  next_steps: z.array(z.string()),
  severity_reason: z.string(),
  playbook: z.string(),
});
export type RuleDetail = z.infer<typeof RuleDetail>;

export const FindingDetail = z.object({
  finding: FindingRow,
  events: z.array(EventRow),
  rule: RuleDetail.nullable().describe('Null where the rule is no longer loaded.'),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

export const RulesPage = z.object({
  rules: z.array(RuleDetail.omit({ yaml: true })),
  refused: z.array(
    z.object({ file: z.string(), line: z.number().nullable(), code: z.string(), message: z.string() }),
  ),
});
export type RulesPage = z.infer<typeof RulesPage>;
