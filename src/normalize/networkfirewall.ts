import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { epochOf, firstText, integerOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfScale } from './severity.ts';

/** Suricata counts downwards: 1 is the worst. */
const steps = [
  [1, 'high'],
  [2, 'medium'],
  [3, 'low'],
  [4, 'informational'],
] as const;

/** Suricata's EVE format inside an AWS frame: alert, netflow and TLS inspection logs. */
export function normalizeNetworkFirewall(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const event = objectOf(fields.event);
  const alert = objectOf(event.alert);
  const flow = objectOf(event.netflow);
  const http = objectOf(event.http);
  columns.time = timeOf(event.timestamp) ?? epochOf(fields.event_timestamp) ?? columns.time;
  columns.region = columns.region || textOf(fields.availability_zone).replace(/[a-z]$/, '');
  columns.service = textOf(fields.firewall_name);
  columns.operation = textOf(event.event_type);
  columns.action = firstText(alert.action, objectOf(event.verdict).action);
  columns.outcome =
    columns.action === ''
      ? ''
      : columns.action === 'blocked' || columns.action === 'drop'
        ? 'failure'
        : 'success';
  columns.severity = severityOfScale(alert.severity, steps);
  columns.src_ip = textOf(event.src_ip);
  columns.src_port = integerOf(event.src_port);
  columns.dst_ip = textOf(event.dest_ip);
  columns.dst_port = integerOf(event.dest_port);
  columns.protocol = textOf(event.proto).toLowerCase();
  columns.bytes = integerOf(flow.bytes);
  columns.packets = integerOf(flow.pkts);
  columns.user_agent = textOf(http.http_user_agent);
  columns.message = firstText(alert.signature, objectOf(event.tls_error).error_message);
  columns.resource = nameOf(event, http);
  columns.resources = columns.resource === '' ? [] : [columns.resource];
  entities.add(columns.src_ip);
  entities.add(columns.dst_ip);
  entities.add(columns.resource);
  collectEntities(event, entities);
  return null;
}

/** The name that was asked for. */
function nameOf(event: Fields, http: Fields): string {
  return firstText(objectOf(event.tls).sni, http.hostname, objectOf(event.dns).rrname);
}
