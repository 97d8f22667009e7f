import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { booleanOf, epochOf, firstText, integerOf, listOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfScale } from './severity.ts';

/** severity_id: https://schema.ocsf.io */
const steps = [
  [1, 'informational'],
  [2, 'low'],
  [3, 'medium'],
  [4, 'high'],
  [5, 'critical'],
] as const;

/** OCSF 1.x, of whatever class; each column from the path that the core columns name. */
export function normalizeOcsf(
  { logType, fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const metadata = objectOf(fields.metadata);
  const cloud = objectOf(fields.cloud);
  const api = objectOf(fields.api);
  const finding = objectOf(fields.finding_info);
  columns.time = timeOf(fields.time_dt) ?? epochOf(fields.time) ?? columns.time;
  columns.account_id = firstText(objectOf(cloud.account).uid, cloud.account_uid, columns.account_id);
  columns.region = firstText(cloud.region, columns.region);
  columns.event_id = firstText(metadata.uid, finding.uid);
  columns.service = firstText(objectOf(api.service).name, objectOf(metadata.product).name);
  columns.operation = firstText(
    api.operation,
    listOf(finding.types)[0],
    fields.activity_name,
    fields.type_name,
  );
  columns.outcome = outcomeOf(fields);
  columns.error_code = firstText(
    objectOf(api.response).error,
    fields.status_code === '200' ? '' : fields.status_code,
  );
  columns.severity = severityOfScale(fields.severity_id, steps);
  columns.message = firstText(
    fields.message,
    finding.title,
    finding.desc,
    objectOf(api.response).error_message,
  );
  columns.action = firstText(fields.action, fields.disposition);
  columns.user_agent = textOf(objectOf(fields.http_request).user_agent);
  fillActor(fields, columns);
  fillTraffic(fields, columns);
  const resources = [...listOf(fields.resources), fields.resource].map((item) =>
    firstText(objectOf(item).uid, objectOf(item).name),
  );
  columns.resources = [...new Set(resources.filter((name) => name !== ''))];
  columns.resource = columns.resources[0] ?? '';
  entities.add(columns.src_ip);
  entities.add(columns.actor);
  for (const resource of columns.resources) entities.add(resource);
  collectEntities(fields, entities);
  if (columns.event_id === '') return null;
  const modified = firstText(finding.modified_time_dt, finding.modified_time);
  return [logType, columns.account_id, columns.event_id, textOf(fields.class_uid), modified];
}

function outcomeOf(fields: Fields): '' | 'success' | 'failure' {
  const status = firstText(fields.status, fields.status_id);
  if (status === 'Success' || status === '1') return 'success';
  return status === 'Failure' || status === '2' ? 'failure' : '';
}

function fillActor(fields: Fields, columns: EventColumns): void {
  const actor = objectOf(fields.actor);
  const user = objectOf(actor.user);
  const session = objectOf(actor.session);
  columns.actor = firstText(user.uid, session.issuer, user.name, user.uid_alt, actor.invoked_by, actor.idp);
  columns.actor_type = textOf(user.type);
  columns.actor_account_id = firstText(objectOf(user.account).uid, user.account_uid);
  columns.access_key_id = firstText(user.credential_uid, session.credential_uid);
  columns.mfa = booleanOf(session.is_mfa ?? session.mfa ?? fields.is_mfa);
}

function fillTraffic(fields: Fields, columns: EventColumns): void {
  const source = objectOf(fields.src_endpoint);
  const target = objectOf(fields.dst_endpoint);
  const connection = objectOf(fields.connection_info);
  const traffic = objectOf(fields.traffic);
  columns.src_ip = firstText(source.ip, source.svc_name, source.domain);
  columns.src_port = integerOf(source.port);
  columns.src_country = textOf(objectOf(source.location).country);
  columns.dst_ip = firstText(target.ip, target.svc_name, target.hostname);
  columns.dst_port = integerOf(target.port);
  columns.protocol = firstText(connection.protocol_name, connection.protocol_num).toLowerCase();
  columns.bytes = integerOf(traffic.bytes);
  columns.packets = integerOf(traffic.packets);
}
