import type { Fields } from '../../event/event.ts';
import { isObject, listOf, objectOf, textOf } from '../read.ts';

const resourcesMax = 32;

/** Request parameters that name what a call is about, the most telling first. */
const telling: ReadonlyMap<string, number> = new Map(
  [
    'resourceArn',
    'resourceARN',
    'policyArn',
    'roleArn',
    'topicArn',
    'secretId',
    'functionName',
    'keyId',
    'instanceId',
    'volumeId',
    'snapshotId',
    'imageId',
    'groupId',
    'userName',
    'roleName',
    'groupName',
    'policyName',
    'instanceProfileName',
    'accessKeyId',
    'serialNumber',
    'name',
    'trailName',
    'detectorId',
    'dBInstanceIdentifier',
    'dBClusterIdentifier',
    'dBSnapshotIdentifier',
    'clusterName',
    'cluster',
    'tableName',
    'streamName',
    'queueUrl',
    'repositoryName',
    'stackName',
    'logGroupName',
    'documentName',
    'modelId',
    'identityId',
    'hostedZoneId',
    'vpcId',
    'subnetId',
    'networkAclId',
    'routeTableId',
    'internetGatewayId',
    'networkInterfaceId',
    'allocationId',
    'flowLogId',
    'id',
  ].map((name, rank) => [name, rank]),
);

/** EC2 lists of ids: `{"instancesSet":{"items":[{"instanceId":"i-…"}]}}`. */
const sets = [
  ['instancesSet', 'instanceId'],
  ['imagesSet', 'imageId'],
  ['snapshotSet', 'snapshotId'],
  ['volumeSet', 'volumeId'],
  ['securityGroupIdSet', 'groupId'],
] as const;

/** ARNs of the event's own list first, then what the request names, then what the response created. */
export function resourcesOf(fields: Fields): string[] {
  const found: string[] = [];
  for (const resource of listOf(fields.resources)) {
    if (!isObject(resource)) continue;
    keep(found, resource.ARN);
    keep(found, resource.arn);
    keep(found, resource.ARNPrefix);
  }
  const request = fields.requestParameters;
  if (isObject(request)) fromRequest(request, found);
  const response = fields.responseElements;
  if (isObject(response)) fromSets(response, found);
  return found;
}

function fromRequest(request: Fields, found: string[]): void {
  const bucket = textOf(request.bucketName);
  if (bucket !== '') {
    const key = textOf(request.key);
    if (key !== '') keep(found, `arn:aws:s3:::${bucket}/${key}`);
    keep(found, `arn:aws:s3:::${bucket}`);
  }
  const named: { readonly rank: number; readonly value: string }[] = [];
  let hasSets = false;
  for (const name in request) {
    const value = request[name];
    if (typeof value === 'object') hasSets = true;
    const rank = typeof value === 'string' ? telling.get(name) : undefined;
    if (rank !== undefined && typeof value === 'string') named.push({ rank, value });
  }
  if (named.length > 1) named.sort((one, other) => one.rank - other.rank);
  for (const { value } of named) keep(found, value);
  if (hasSets) fromSets(request, found);
}

function fromSets(parameters: Fields, found: string[]): void {
  for (const [set, id] of sets) {
    const value = parameters[set];
    if (!isObject(value)) continue;
    for (const item of listOf(value.items)) keep(found, objectOf(item)[id]);
  }
}

function keep(found: string[], value: unknown): void {
  if (typeof value !== 'string' || value === '' || found.length >= resourcesMax || found.includes(value))
    return;
  found.push(value);
}
