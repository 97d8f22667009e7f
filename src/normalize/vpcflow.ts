import type { EventColumns, Fields } from '../event/event.ts';
import { portOf } from './endpoint.ts';
import { protocolName } from './iana-protocols.ts';
import type { EntitySet, Normalizer } from './normalizer.ts';
import { integerOf, textOf } from './read.ts';

/** VPC flow logs have no id of their own: equal lines of one capture window do occur. */
export const normalizeVpcFlow: Normalizer = ({ fields }, columns, entities) => {
  fillTraffic(fields, columns, entities);
  const interfaceId = textOf(fields['interface-id']);
  const instanceId = textOf(fields['instance-id']);
  columns.action = textOf(fields['action']);
  columns.resource = interfaceId === '' ? textOf(fields['resource-id']) : interfaceId;
  if (columns.resource !== '') columns.resources.push(columns.resource);
  if (instanceId !== '') columns.resources.push(instanceId);
  entities.add(columns.resource);
  entities.add(instanceId);
  entities.add(fields['vpc-id']);
  entities.add(fields['pkt-srcaddr']);
  entities.add(fields['pkt-dstaddr']);
  return null;
};

export const normalizeTgwFlow: Normalizer = ({ fields }, columns, entities) => {
  fillTraffic(fields, columns, entities);
  columns.resource = textOf(fields['tgw-id']);
  for (const name of tgwResources) {
    const id = textOf(fields[name]);
    if (id === '') continue;
    columns.resources.push(id);
    entities.add(id);
  }
  entities.add(fields['tgw-src-vpc-account-id']);
  entities.add(fields['tgw-dst-vpc-account-id']);
  return null;
};

const tgwResources = [
  'tgw-id',
  'tgw-attachment-id',
  'tgw-pair-attachment-id',
  'tgw-src-vpc-id',
  'tgw-dst-vpc-id',
  'tgw-src-eni',
  'tgw-dst-eni',
];

/** What both kinds of flow log have. `unknown` is AWS's word for the account of an interface that a service made. */
function fillTraffic(fields: Fields, columns: EventColumns, entities: EntitySet): void {
  const start = integerOf(fields['start']) ?? integerOf(fields['end']);
  const account = textOf(fields['account-id']);
  const region = textOf(fields['region']);
  const protocol = integerOf(fields['protocol']);
  if (start !== null) columns.time = start * 1000;
  if (account !== '' && account !== 'unknown') columns.account_id = account;
  if (region !== '') columns.region = region;
  columns.src_ip = textOf(fields['srcaddr']);
  columns.dst_ip = textOf(fields['dstaddr']);
  columns.src_port = portOf(fields['srcport']);
  columns.dst_port = portOf(fields['dstport']);
  if (protocol !== null) columns.protocol = protocolName(protocol);
  columns.bytes = integerOf(fields['bytes']);
  columns.packets = integerOf(fields['packets']);
  entities.add(columns.src_ip);
  entities.add(columns.dst_ip);
  entities.add(columns.account_id);
}
