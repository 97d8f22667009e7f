import { columnsOf } from '../fields.ts';
import type { FlowLogKind } from '../flow-lines.ts';

// Field names and order: Amazon VPC Transit Gateways guide, "Transit Gateway Flow Log records" (default format).
const order = columnsOf(`
  #version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id
  tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id
  tgw-pair-attachment-id srcaddr dstaddr #srcport #dstport #protocol #packets #bytes #start #end log-status type
  #packets-lost-no-route #packets-lost-blackhole #packets-lost-mtu-exceeded #packets-lost-ttl-expired #tcp-flags
  region flow-direction pkt-src-aws-service pkt-dst-aws-service
`);

export const tgwFlow: FlowLogKind = {
  name: 'Transit Gateway flow log',
  columns: new Map(order.map((column) => [column.name, column])),
  defaultOrder: order,
  shapes: [
    { pattern: /^TransitGateway$/, names: ['resource-type'] },
    { pattern: /^tgw-attach-[0-9a-z]+$/, names: ['tgw-attachment-id', 'tgw-pair-attachment-id'] },
    { pattern: /^tgw-[0-9a-z]+$/, names: ['tgw-id'] },
    { pattern: /^vpc-[0-9a-z]+$/, names: ['tgw-src-vpc-id', 'tgw-dst-vpc-id'] },
    { pattern: /^subnet-[0-9a-z]+$/, names: ['tgw-src-subnet-id', 'tgw-dst-subnet-id'] },
    { pattern: /^eni-[0-9a-z]+$/, names: ['tgw-src-eni', 'tgw-dst-eni'] },
    { pattern: /^[a-z]{3,5}\d?-az\d+$/, names: ['tgw-src-az-id', 'tgw-dst-az-id'] },
    { pattern: /^\d{12}$/, names: ['account-id'] },
    { pattern: /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$/, names: ['srcaddr', 'dstaddr'] },
    { pattern: /^(?:OK|NODATA|SKIPDATA)$/, names: ['log-status'] },
    { pattern: /^(?:IPv4|IPv6)$/, names: ['type'] },
    { pattern: /^(?:ingress|egress)$/, names: ['flow-direction'] },
    { pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/, names: ['region'] },
  ],
};
