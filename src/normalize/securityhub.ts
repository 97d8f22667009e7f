import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { normalizeOcsf } from './ocsf.ts';
import { firstText, integerOf, listOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfScale, severityOfWord } from './severity.ts';

/** https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Severity */
const steps = [
  [0, 'informational'],
  [1, 'low'],
  [40, 'medium'],
  [70, 'high'],
  [90, 'critical'],
] as const;

export function normalizeSecurityHub(
  record: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const { fields } = record;
  if (fields.class_uid !== undefined) return normalizeOcsf(record, columns, entities);
  const severity = objectOf(fields.Severity);
  const network = objectOf(fields.Network);
  const updated = firstText(fields.UpdatedAt, fields.LastObservedAt, fields.CreatedAt);
  columns.time = timeOf(updated) ?? columns.time;
  columns.account_id = firstText(fields.AwsAccountId, columns.account_id);
  columns.region = firstText(fields.Region, regionOf(fields), columns.region);
  columns.event_id = textOf(fields.Id);
  columns.service = firstText(fields.ProductName, lastPart(textOf(fields.ProductArn)), 'securityhub');
  columns.operation = firstText(listOf(fields.Types)[0], fields.GeneratorId);
  columns.outcome = complianceOutcome(objectOf(fields.Compliance).Status);
  columns.severity = severityOfWord(severity.Label) || severityOfScale(severity.Normalized, steps);
  columns.message = firstText(fields.Title, fields.Description);
  columns.action = textOf(fields.RecordState);
  columns.src_ip = firstText(network.SourceIpV4, network.SourceIpV6, remoteAddress(fields));
  columns.src_port = integerOf(network.SourcePort);
  columns.dst_ip = firstText(network.DestinationIpV4, network.DestinationIpV6);
  columns.dst_port = integerOf(network.DestinationPort);
  columns.protocol = textOf(network.Protocol).toLowerCase();
  const resources = listOf(fields.Resources).map((resource) => textOf(objectOf(resource).Id));
  columns.resources = [...new Set(resources.filter((id) => id !== ''))];
  columns.resource = columns.resources[0] ?? '';
  for (const resource of columns.resources) entities.add(resource);
  collectEntities(fields, entities);
  return columns.event_id === '' ? null : ['aws.securityhub', columns.event_id, updated];
}

function regionOf(fields: Fields): string {
  return textOf(objectOf(listOf(fields.Resources)[0]).Region);
}

function complianceOutcome(status: unknown): '' | 'success' | 'failure' {
  if (status === 'PASSED') return 'success';
  return status === 'FAILED' ? 'failure' : '';
}

/** GuardDuty's findings carry the remote address among the product's own fields, or in the action. */
function remoteAddress(fields: Fields): string {
  const call = objectOf(objectOf(fields.Action).AwsApiCallAction);
  const product = objectOf(fields.ProductFields);
  const prefix = 'aws/guardduty/service/action';
  return firstText(
    objectOf(call.RemoteIpDetails).IpAddressV4,
    product[`${prefix}/awsApiCallAction/remoteIpDetails/ipAddressV4`],
    product[`${prefix}/networkConnectionAction/remoteIpDetails/ipAddressV4`],
  );
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
