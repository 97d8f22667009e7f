import { columnsOf } from '../fields.ts';
import type { FlowLogKind } from '../flow-lines.ts';

// Field names and types: Amazon VPC User Guide, "Flow log records". `#` marks the numeric ones.
const version2 = columnsOf(
  `#version account-id interface-id srcaddr dstaddr #srcport #dstport #protocol #packets #bytes #start #end action log-status`,
);

const later = columnsOf(`
  vpc-id subnet-id instance-id #tcp-flags type pkt-srcaddr pkt-dstaddr
  region az-id sublocation-type sublocation-id
  pkt-src-aws-service pkt-dst-aws-service flow-direction #traffic-path
  ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id
  ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id
  reject-reason resource-id #encryption-status tags interface-type
`);

export const vpcFlow: FlowLogKind = {
  name: 'VPC flow log',
  columns: new Map([...version2, ...later].map((column) => [column.name, column])),
  defaultOrder: version2,
  shapes: [
    { pattern: /^eni-[0-9a-z]+$/, names: ['interface-id'] },
    { pattern: /^vpc-[0-9a-z]+$/, names: ['vpc-id'] },
    { pattern: /^subnet-[0-9a-z]+$/, names: ['subnet-id'] },
    { pattern: /^i-[0-9a-z]+$/, names: ['instance-id'] },
    { pattern: /^\d{12}$/, names: ['account-id'] },
    { pattern: /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+)$/, names: ['srcaddr', 'dstaddr'] },
    { pattern: /^(?:ACCEPT|REJECT)$/, names: ['action'] },
    { pattern: /^(?:OK|NODATA|SKIPDATA)$/, names: ['log-status'] },
    { pattern: /^(?:IPv4|IPv6|EFA)$/, names: ['type'] },
    { pattern: /^(?:ingress|egress)$/, names: ['flow-direction'] },
    { pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/, names: ['region'] },
    { pattern: /^[a-z]{3,5}\d?-az\d+$/, names: ['az-id'] },
  ],
};
