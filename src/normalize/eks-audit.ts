import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, integerOf, listOf, objectOf, textOf, timeOf } from './read.ts';

/** Kubernetes audit events: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
export function normalizeEksAudit(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const user = objectOf(fields.user);
  const extra = objectOf(user.extra);
  const status = objectOf(fields.responseStatus);
  const code = integerOf(status.code);
  columns.time = timeOf(fields.requestReceivedTimestamp) ?? timeOf(fields.stageTimestamp) ?? columns.time;
  columns.event_id = textOf(fields.auditID);
  columns.service = 'kubernetes';
  columns.operation = operationOf(fields);
  columns.outcome = code === null ? '' : code < 400 ? 'success' : 'failure';
  columns.error_code = code === null || code < 400 ? '' : firstText(status.reason, String(code));
  columns.actor = firstText(listOf(extra.arn)[0], listOf(extra.canonicalArn)[0], user.username);
  columns.actor_type = actorType(textOf(user.username));
  columns.access_key_id = firstText(listOf(extra.accessKeyId)[0]);
  columns.src_ip = textOf(listOf(fields.sourceIPs)[0]);
  columns.user_agent = textOf(fields.userAgent);
  columns.action = textOf(objectOf(fields.annotations)['authorization.k8s.io/decision']);
  columns.message = firstText(status.message, fields.requestURI);
  columns.resource = resourceOf(objectOf(fields.objectRef));
  columns.resources = columns.resource === '' ? [] : [columns.resource];
  for (const address of listOf(fields.sourceIPs)) entities.add(address);
  entities.add(columns.actor);
  entities.add(user.username);
  entities.add(columns.resource);
  collectEntities(extra, entities);
  if (columns.event_id === '') return null;
  return ['aws.eks_audit', columns.log_group, columns.event_id, textOf(fields.stage)];
}

/** `create pods/exec`. */
function operationOf(fields: Fields): string {
  const { resource, subresource } = objectOf(fields.objectRef);
  const what = [textOf(resource), textOf(subresource)].filter((part) => part !== '').join('/');
  return [textOf(fields.verb), what].filter((part) => part !== '').join(' ');
}

/** `namespace/resource/name`. */
function resourceOf({ namespace, resource, name }: Fields): string {
  return [textOf(namespace), textOf(resource), textOf(name)].filter((part) => part !== '').join('/');
}

function actorType(username: string): string {
  if (username.startsWith('system:serviceaccount:')) return 'ServiceAccount';
  if (username.startsWith('system:node:')) return 'Node';
  return username === '' ? '' : 'User';
}
