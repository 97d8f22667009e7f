import type { EventColumns, ParsedRecord } from '../event/event.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, integerOf, listOf, objectOf, textOf, timeOf } from './read.ts';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html */
export function normalizeRoute53Resolver(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const sources = objectOf(fields.srcids);
  const code = textOf(fields.rcode);
  columns.time = timeOf(fields.query_timestamp) ?? columns.time;
  columns.account_id = firstText(fields.account_id, columns.account_id);
  columns.region = firstText(fields.region, columns.region);
  columns.service = 'route53resolver';
  columns.operation = textOf(fields.query_type);
  columns.outcome = code === '' ? '' : code === 'NOERROR' ? 'success' : 'failure';
  columns.error_code = code === 'NOERROR' ? '' : code;
  columns.src_ip = textOf(fields.srcaddr);
  columns.src_port = integerOf(fields.srcport);
  columns.protocol = textOf(fields.transport).toLowerCase();
  columns.action = textOf(fields.firewall_rule_action);
  columns.message = textOf(fields.query_name);
  columns.resource = firstText(sources.instance, sources.resolver_endpoint, fields.vpc_id);
  columns.resources = [columns.resource, textOf(fields.vpc_id)].filter(
    (id, at, all) => id !== '' && all.indexOf(id) === at,
  );
  entities.add(columns.src_ip);
  entities.add(columns.message);
  for (const resource of columns.resources) entities.add(resource);
  for (const answer of listOf(fields.answers)) entities.add(objectOf(answer).Rdata);
  return null;
}
