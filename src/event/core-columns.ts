/**
 * The core columns: the vocabulary of every stage, of `parse` output, of the `events` table and of every query language.
 * Empty means absent: '' for text, [] for lists, null for numbers and booleans.
 */
export interface CoreColumn {
  readonly name: string;
  readonly type: 'time' | 'text' | 'texts' | 'integer' | 'boolean';
  /** OCSF 1.x attribute path that this column corresponds to. */
  readonly ocsf: string;
  readonly description: string;
}

export const coreColumns = [
  {
    name: 'time',
    type: 'time',
    ocsf: 'time',
    description:
      'When it happened, UTC, to the millisecond. Falls back to the time of delivery where the record names none.',
  },
  {
    name: 'ingested_at',
    type: 'time',
    ocsf: 'metadata.logged_time',
    description: 'When Trailwatch took it in.',
  },
  {
    name: 'log_type',
    type: 'text',
    ocsf: 'metadata.log_name',
    description: 'Which format the record is, such as aws.cloudtrail.',
  },
  {
    name: 'account_id',
    type: 'text',
    ocsf: 'cloud.account.uid',
    description: 'AWS account that the event belongs to.',
  },
  {
    name: 'region',
    type: 'text',
    ocsf: 'cloud.region',
    description: 'AWS region, as written in the record.',
  },
  {
    name: 'event_id',
    type: 'text',
    ocsf: 'metadata.uid',
    description: 'The record’s own id, or one derived from its content and place.',
  },
  {
    name: 'service',
    type: 'text',
    ocsf: 'api.service.name',
    description: 'The service called (CloudTrail eventSource).',
  },
  {
    name: 'operation',
    type: 'text',
    ocsf: 'api.operation',
    description: 'The operation called (CloudTrail eventName), HTTP method or finding type.',
  },
  { name: 'outcome', type: 'text', ocsf: 'status', description: 'success or failure.' },
  {
    name: 'error_code',
    type: 'text',
    ocsf: 'api.response.error',
    description: 'The error code of a failed call.',
  },
  { name: 'actor', type: 'text', ocsf: 'actor.user.uid', description: 'Who acted: an ARN or a name.' },
  {
    name: 'actor_type',
    type: 'text',
    ocsf: 'actor.user.type',
    description: 'Kind of actor, as the source calls it (CloudTrail userIdentity.type).',
  },
  {
    name: 'actor_account_id',
    type: 'text',
    ocsf: 'actor.user.account.uid',
    description: 'Account of the actor.',
  },
  {
    name: 'access_key_id',
    type: 'text',
    ocsf: 'actor.user.credential_uid',
    description: 'Access key that signed the call.',
  },
  {
    name: 'mfa',
    type: 'boolean',
    ocsf: 'actor.session.is_mfa',
    description: 'Whether the session or sign-in used MFA.',
  },
  {
    name: 'src_ip',
    type: 'text',
    ocsf: 'src_endpoint.ip',
    description: 'Source address as written: may be an AWS service name.',
  },
  { name: 'src_port', type: 'integer', ocsf: 'src_endpoint.port', description: 'Source port.' },
  { name: 'dst_ip', type: 'text', ocsf: 'dst_endpoint.ip', description: 'Destination address.' },
  { name: 'dst_port', type: 'integer', ocsf: 'dst_endpoint.port', description: 'Destination port.' },
  {
    name: 'protocol',
    type: 'text',
    ocsf: 'connection_info.protocol_name',
    description: 'Network or application protocol: tcp, udp, icmp, https, or its IANA number.',
  },
  { name: 'bytes', type: 'integer', ocsf: 'traffic.bytes', description: 'Bytes transferred.' },
  { name: 'packets', type: 'integer', ocsf: 'traffic.packets', description: 'Packets transferred.' },
  {
    name: 'action',
    type: 'text',
    ocsf: 'action',
    description: 'ACCEPT, REJECT, ALLOW, BLOCK or the source’s own word.',
  },
  { name: 'user_agent', type: 'text', ocsf: 'http_request.user_agent', description: 'Client software.' },
  {
    name: 'resource',
    type: 'text',
    ocsf: 'resources[0].uid',
    description: 'The first resource concerned: ARN or id.',
  },
  { name: 'resources', type: 'texts', ocsf: 'resources[].uid', description: 'All resources concerned.' },
  {
    name: 'severity',
    type: 'text',
    ocsf: 'severity',
    description: 'Severity, as informational, low, medium, high or critical.',
  },
  {
    name: 'src_country',
    type: 'text',
    ocsf: 'src_endpoint.location.country',
    description: 'ISO 3166 country of the source address.',
  },
  {
    name: 'src_asn',
    type: 'text',
    ocsf: 'src_endpoint.autonomous_system.number',
    description: 'Autonomous system of the source address, such as AS64500.',
  },
  {
    name: 'message',
    type: 'text',
    ocsf: 'message',
    description: 'The message for people: error message, log line, finding title.',
  },
  { name: 'log_group', type: 'text', ocsf: 'metadata.log_group', description: 'CloudWatch Logs group.' },
  { name: 'log_stream', type: 'text', ocsf: 'metadata.log_stream', description: 'CloudWatch Logs stream.' },
  { name: 'raw', type: 'text', ocsf: 'raw_data', description: 'The record, byte for byte.' },
] as const satisfies readonly CoreColumn[];

export type CoreColumnName = (typeof coreColumns)[number]['name'];
