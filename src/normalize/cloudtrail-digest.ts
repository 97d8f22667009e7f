import type { EventColumns, ParsedRecord } from '../event/event.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, listOf, textOf, timeOf } from './read.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
export function normalizeCloudTrailDigest(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const bucket = textOf(fields.digestS3Bucket);
  const object = textOf(fields.digestS3Object);
  columns.time = timeOf(fields.digestEndTime) ?? columns.time;
  columns.account_id = firstText(fields.awsAccountId, columns.account_id);
  columns.service = 'cloudtrail.amazonaws.com';
  columns.operation = 'Digest';
  columns.event_id = object;
  columns.message = `${listOf(fields.logFiles).length} log files`;
  columns.resource = bucket === '' ? '' : `arn:aws:s3:::${bucket}/${object}`;
  columns.resources = columns.resource === '' ? [] : [columns.resource];
  entities.add(columns.account_id);
  entities.add(bucket);
  return object === '' ? null : ['aws.cloudtrail_digest', columns.account_id, bucket, object];
}
