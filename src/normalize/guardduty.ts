import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, integerOf, isObject, listOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfScale } from './severity.ts';

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const steps = [
  [0, 'informational'],
  [1, 'low'],
  [4, 'medium'],
  [7, 'high'],
  [9, 'critical'],
] as const;

/** A finding is updated in place by GuardDuty: each update is an event of its own. */
export function normalizeGuardDuty(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const service = member(fields, 'service');
  const resource = member(fields, 'resource');
  const updated = firstText(pick(fields, 'updatedAt'), pick(service, 'eventLastSeen'));
  columns.time = timeOf(updated) ?? timeOf(pick(fields, 'createdAt')) ?? columns.time;
  columns.account_id = firstText(pick(fields, 'accountId'), columns.account_id);
  columns.region = firstText(pick(fields, 'region'), columns.region);
  columns.event_id = textOf(pick(fields, 'id'));
  columns.service = 'guardduty.amazonaws.com';
  columns.operation = textOf(pick(fields, 'type'));
  columns.severity = severityOfScale(pick(fields, 'severity'), steps);
  columns.message = firstText(pick(fields, 'title'), pick(fields, 'description'));
  fillAction(member(service, 'action'), columns);
  fillActor(member(resource, 'accessKeyDetails'), columns);
  columns.resources = resourcesOf(resource);
  columns.resource = columns.resources[0] ?? '';
  entities.add(columns.src_ip);
  entities.add(columns.actor);
  entities.add(columns.access_key_id);
  for (const name of columns.resources) entities.add(name);
  collectEntities(fields, entities);
  if (columns.event_id === '') return null;
  return ['aws.guardduty', columns.account_id, columns.event_id, updated, textOf(pick(service, 'count'))];
}

/** What the remote side did, for the kinds of action that have one. */
function fillAction(action: Fields, columns: EventColumns): void {
  const network = member(action, 'networkConnectionAction');
  const call = member(action, 'awsApiCallAction');
  const probe = objectOf(listOf(pick(member(action, 'portProbeAction'), 'portProbeDetails'))[0]);
  const remotes = [
    network,
    call,
    member(action, 'kubernetesApiCallAction'),
    member(action, 'rdsLoginAttemptAction'),
    probe,
  ];
  columns.src_ip = firstText(
    ...remotes.map((remote) => pick(member(remote, 'remoteIpDetails'), 'ipAddressV4')),
  );
  columns.src_port = integerOf(pick(member(network, 'remotePortDetails'), 'port'));
  columns.dst_port = integerOf(pick(member(network, 'localPortDetails'), 'port'));
  columns.dst_ip = textOf(pick(member(network, 'localIpDetails'), 'ipAddressV4'));
  columns.protocol = textOf(pick(network, 'protocol')).toLowerCase();
  columns.action = textOf(pick(action, 'actionType'));
  const remoteCountry = remotes.map((remote) =>
    pick(member(member(remote, 'remoteIpDetails'), 'country'), 'countryCode'),
  );
  columns.src_country = firstText(...remoteCountry);
  columns.error_code = textOf(pick(call, 'errorCode'));
}

function fillActor(key: Fields, columns: EventColumns): void {
  columns.actor = firstText(pick(key, 'userName'), pick(key, 'principalId'));
  columns.actor_type = textOf(pick(key, 'userType'));
  columns.access_key_id = textOf(pick(key, 'accessKeyId'));
  if (columns.actor !== '') columns.actor_account_id = columns.account_id;
}

function resourcesOf(resource: Fields): string[] {
  const buckets = listOf(pick(resource, 's3BucketDetails')).map((bucket) => pick(objectOf(bucket), 'arn'));
  const found = [
    pick(member(resource, 'instanceDetails'), 'instanceId'),
    ...buckets,
    pick(member(resource, 'eksClusterDetails'), 'arn'),
    pick(member(resource, 'ecsClusterDetails'), 'arn'),
    pick(member(resource, 'lambdaDetails'), 'functionArn'),
    pick(member(resource, 'rdsDbInstanceDetails'), 'dbInstanceArn'),
    pick(member(resource, 'accessKeyDetails'), 'accessKeyId'),
  ];
  return [...new Set(found.map(textOf).filter((name) => name !== ''))];
}

/** `name`, or as the API spells it, `Name`. */
function pick(object: Fields, name: string): unknown {
  return object[name] ?? object[`${name.charAt(0).toUpperCase()}${name.slice(1)}`];
}

function member(object: Fields, name: string): Fields {
  const value = pick(object, name);
  return isObject(value) ? value : {};
}
