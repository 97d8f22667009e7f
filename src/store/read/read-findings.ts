import { TrailwatchError } from '../../base/errors.ts';
import type { Severity } from '../../event/event.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { allOf, type Condition, oneOf, type Select, type TimeBounds, type Where, within } from './select.ts';

export interface FindingsFilter extends TimeBounds {
  readonly severities?: readonly Severity[] | undefined;
  readonly rule?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
}

export interface StoredFinding {
  readonly id: string;
  readonly rule: string;
  readonly rule_name: string;
  readonly rule_version: string;
  readonly severity: Severity;
  readonly time: string;
  readonly event_ids: string[];
  readonly attack: string[];
  readonly log_type: string;
  readonly account_id: string;
  readonly region: string;
  readonly actor: string;
  readonly src_ip: string;
  readonly resource: string;
  readonly group: Record<string, string>;
  readonly entities: string[];
  readonly sentence: string;
  readonly found_at: string;
}

const columns = `id, rule, rule_name, rule_version, severity, time, event_ids, attack, log_type, account_id, region, actor,
  src_ip, resource, group, entities, sentence, found_at`;

/** Newest first, with the number of all that match. */
export async function readFindings(
  select: Select,
  filter: FindingsFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ findings: StoredFinding[]; nextCursor: string | null; total: number }> {
  const after = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor);
  const all = findingsWhere(filter);
  const where = findingsWhere(
    filter,
    after && [
      "(findings.time, findings.id) < (fromUnixTimestamp64Milli({afterTime: Int64}, 'UTC'), {afterId: String})",
      { afterTime: Date.parse(after.time), afterId: after.id },
    ],
  );
  const [rows, [counted]] = await Promise.all([
    select<StoredFinding>(
      `SELECT ${columns} FROM findings WHERE ${where.sql} ORDER BY time DESC, id DESC LIMIT {rows: UInt32}`,
      { ...where.parameters, rows: filter.limit + 1 },
    ),
    select<{ total: number }>(`SELECT count() AS total FROM findings WHERE ${all.sql}`, all.parameters),
  ]);
  const page = pageOf(rows, filter.limit, (row) => row);
  return { findings: page.rows, nextCursor: page.nextCursor, total: counted?.total ?? 0 };
}

export async function readFinding(select: Select, id: string): Promise<StoredFinding> {
  const [finding] = await select<StoredFinding>(
    `SELECT ${columns} FROM findings WHERE id = {id: String} LIMIT 1`,
    { id },
  );
  if (finding === undefined) {
    throw new TrailwatchError('TW_NOT_FOUND', `no finding ${id}`, {
      hint: 'it may have been removed by retention',
    });
  }
  return finding;
}

export interface Facets {
  readonly rules: { rule: string; rule_name: string; count: number }[];
  readonly accounts: { account_id: string; count: number }[];
  readonly severities: { severity: Severity; count: number }[];
}

/** What the filters can be set to, with counts. Each list leaves its own filter aside, so that a choice can be changed. */
export async function readFindingFacets(select: Select, filter: FindingsFilter): Promise<Facets> {
  const group = <T>(keys: string, where: Where) =>
    select<T>(
      `SELECT ${keys}, count() AS count FROM findings WHERE ${where.sql} GROUP BY ALL ORDER BY count DESC, 1 LIMIT 200`,
      where.parameters,
    );
  const [rules, accounts, severities] = await Promise.all([
    group<Facets['rules'][number]>(
      'rule, any(rule_name) AS rule_name',
      findingsWhere({ ...filter, rule: undefined }),
    ),
    group<Facets['accounts'][number]>('account_id', findingsWhere({ ...filter, accounts: undefined })),
    group<Facets['severities'][number]>('severity', findingsWhere({ ...filter, severities: undefined })),
  ]);
  return { rules, accounts, severities };
}

function findingsWhere(filter: FindingsFilter, ...more: (Condition | undefined)[]): Where {
  return allOf(
    ...within('findings.time', filter),
    oneOf('severity', 'severities', filter.severities),
    oneOf('account_id', 'accounts', filter.accounts),
    filter.rule === undefined ? undefined : ['rule = {rule: String}', { rule: filter.rule }],
    ...more,
  );
}
