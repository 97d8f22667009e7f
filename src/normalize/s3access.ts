import { parseClfTimestamp } from '../base/timestamps.ts';
import { fillHttpStatus } from './http.ts';
import type { Normalizer } from './normalizer.ts';
import { accountOfArn, integerOf, regionOfArn, textOf } from './read.ts';

/**
 * The host id and request id together name a request (both are what AWS support asks for), but one request can leave
 * several records, such as one for each object of a multi-object delete, and AWS may deliver one twice. So the key holds what
 * tells such records apart as well.
 */
export const normalizeS3Access: Normalizer = ({ fields }, columns, entities) => {
  const bucket = textOf(fields['bucket_name']);
  const key = textOf(fields['key']);
  const operation = textOf(fields['operation']);
  const requester = textOf(fields['requester']);
  const accessPoint = textOf(fields['accesspointarn']);
  const requestId = textOf(fields['requestid']);
  columns.time = parseClfTimestamp(textOf(fields['requestdatetime'])) ?? columns.time;
  columns.service = 's3.amazonaws.com';
  columns.operation = operation;
  columns.src_ip = textOf(fields['remoteip']);
  columns.bytes = integerOf(fields['bytessent']);
  columns.user_agent = textOf(fields['useragent']);
  columns.message = textOf(fields['request_uri']);
  fillHttpStatus(columns, integerOf(fields['httpstatus']));
  const errorCode = textOf(fields['errorcode']);
  if (errorCode !== '') columns.error_code = errorCode;
  columns.actor = requester === '' ? 'anonymous' : requester;
  columns.actor_account_id = accountOfArn(requester);
  columns.protocol = textOf(fields['tlsversion']) === '' ? '' : 'https';
  if (columns.region === '')
    columns.region = regionOfArn(accessPoint) || regionOfEndpoint(textOf(fields['endpoint']));
  if (columns.account_id === '') columns.account_id = accountOfArn(accessPoint);
  columns.resource = bucket === '' ? '' : `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
  if (columns.resource !== '') columns.resources.push(columns.resource);
  if (accessPoint !== '') columns.resources.push(accessPoint);
  entities.add(columns.src_ip);
  entities.add(bucket);
  entities.add(requester);
  entities.add(columns.actor_account_id);
  entities.add(accessPoint);
  if (requestId === '') return null;
  columns.event_id = requestId;
  return [
    'aws.s3access',
    bucket,
    requestId,
    textOf(fields['hostid']),
    operation,
    key,
    textOf(fields['versionid']),
  ];
};

/** `bucket.s3.us-west-2.amazonaws.com`; the region of the old global endpoint is not told. */
function regionOfEndpoint(endpoint: string): string {
  return (
    /s3[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(endpoint)?.[1] ?? ''
  );
}
