import type { EventColumns, Fields } from '../event/event.ts';
import { endpointOf } from './endpoint.ts';
import { fillHttpStatus, methodOf } from './http.ts';
import type { EntitySet, Normalizer } from './normalizer.ts';
import { accountOfArn, integerOf, regionOfArn, textOf, timeOf } from './read.ts';

/** ALB records have no id: the trace id may be the client's own, and one connection has many requests. */
export const normalizeAlb: Normalizer = ({ fields }, columns, entities) => {
  fillConnection(fields, columns, entities, 'target:port');
  fillRequest(fields, columns);
  columns.protocol = textOf(fields['type']);
  columns.action = textOf(fields['actions_executed']);
  const status = integerOf(fields['elb_status_code']);
  fillHttpStatus(columns, status);
  addArn(textOf(fields['target_group_arn']), columns, entities);
  addArn(textOf(fields['chosen_cert_arn']), columns, entities);
  return null;
};

export const normalizeClb: Normalizer = ({ fields }, columns, entities) => {
  fillConnection(fields, columns, entities, 'backend:port');
  fillRequest(fields, columns);
  const isHttp = /\sHTTP\/[\d.]+$/.test(columns.message);
  const isEncrypted = textOf(fields['ssl_protocol']) !== '';
  if (isHttp) columns.protocol = isEncrypted ? 'https' : 'http';
  else columns.protocol = isEncrypted ? 'ssl' : 'tcp';
  fillHttpStatus(columns, integerOf(fields['elb_status_code']));
  return null;
};

export const normalizeNlb: Normalizer = ({ fields }, columns, entities) => {
  fillConnection(fields, columns, entities, 'destination:port');
  const alert = textOf(fields['incoming_tls_alert']);
  const isEstablished = textOf(fields['tls_cipher']) !== '';
  columns.protocol = 'tls';
  columns.outcome = isEstablished ? 'success' : 'failure';
  columns.error_code = alert;
  columns.service = textOf(fields['domain_name']);
  addArn(textOf(fields['chosen_cert_arn']), columns, entities);
  return null;
};

/** Account and region come last: a certificate and a target group name those of the load balancer. */
function addArn(arn: string, columns: EventColumns, entities: EntitySet): void {
  if (arn === '' || !arn.startsWith('arn:')) return;
  columns.resources.push(arn);
  entities.add(arn);
  if (columns.account_id === '') columns.account_id = accountOfArn(arn);
  if (columns.region === '') columns.region = regionOfArn(arn);
}

function fillConnection(fields: Fields, columns: EventColumns, entities: EntitySet, target: string): void {
  const client = endpointOf(textOf(fields['client:port']));
  const backend = endpointOf(textOf(fields[target]));
  columns.time = utcTimeOf(textOf(fields['time'])) ?? columns.time;
  columns.src_ip = client.ip;
  columns.src_port = client.port;
  columns.dst_ip = backend.ip;
  columns.dst_port = backend.port;
  columns.bytes = sumOf(integerOf(fields['received_bytes']), integerOf(fields['sent_bytes']));
  columns.resource = textOf(fields['elb']);
  if (columns.resource !== '') columns.resources.push(columns.resource);
  entities.add(columns.src_ip);
  entities.add(columns.dst_ip);
  entities.add(columns.resource);
}

/** NLB times carry no zone; all three are UTC. */
function utcTimeOf(text: string): number | null {
  return timeOf(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

function fillRequest(fields: Fields, columns: EventColumns): void {
  const request = textOf(fields['request']);
  columns.message = request;
  columns.operation = methodOf(request);
  columns.service = textOf(fields['domain_name']);
  columns.user_agent = textOf(fields['user_agent']);
}

function sumOf(received: number | null, sent: number | null): number | null {
  return received === null && sent === null ? null : (received ?? 0) + (sent ?? 0);
}
