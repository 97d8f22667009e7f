import type { EventColumns, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import {
  accountOfArn,
  epochOf,
  firstText,
  integerOf,
  listOf,
  objectOf,
  regionOfArn,
  textOf,
} from './read.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function normalizeWaf(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const request = objectOf(fields.httpRequest);
  const acl = textOf(fields.webaclId);
  columns.time = epochOf(fields.timestamp) ?? columns.time;
  columns.account_id = firstText(accountOfArn(acl), columns.account_id);
  columns.region = firstText(regionOfArn(acl), columns.region);
  columns.event_id = textOf(request.requestId);
  columns.service = textOf(fields.httpSourceName);
  columns.operation = textOf(request.httpMethod);
  columns.action = textOf(fields.action);
  columns.outcome = columns.action === 'ALLOW' || columns.action === 'COUNT' ? 'success' : 'failure';
  columns.error_code = textOf(fields.responseCodeSent);
  columns.src_ip = textOf(request.clientIp);
  columns.src_country = textOf(request.country);
  const asn = integerOf(fields.clientAsn);
  columns.src_asn = asn === null ? '' : `AS${asn}`;
  columns.protocol = textOf(request.httpVersion).split('/')[0]?.toLowerCase() ?? '';
  columns.user_agent = headerOf(request.headers, 'user-agent');
  columns.bytes = integerOf(fields.requestBodySize);
  const host = headerOf(request.headers, 'host');
  const query = textOf(request.args);
  columns.message = `${host}${textOf(request.uri)}${query === '' ? '' : `?${query}`}`;
  columns.resources = [acl, textOf(fields.httpSourceId)].filter((name) => name !== '');
  columns.resource = columns.resources[0] ?? '';
  entities.add(columns.src_ip);
  entities.add(acl);
  collectEntities(request, entities);
  // One request may be judged by the ACLs of a distribution and of the load balancer behind it.
  return columns.event_id === '' ? null : ['aws.waf', acl, columns.event_id, textOf(fields.timestamp)];
}

function headerOf(headers: unknown, name: string): string {
  for (const header of listOf(headers)) {
    const { name: found, value } = objectOf(header);
    if (typeof found === 'string' && found.toLowerCase() === name) return textOf(value);
  }
  return '';
}
