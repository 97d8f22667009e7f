import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, integerOf, objectOf, textOf, timeOf } from './read.ts';

/** S3's own notifications, the same by EventBridge, and the test message. */
export function normalizeS3Notification(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const detail = objectOf(fields.detail);
  const s3 = objectOf(fields.s3);
  const isEventBridge = fields.detail !== undefined;
  const bucket = firstText(objectOf((isEventBridge ? detail : s3).bucket).name, fields.Bucket);
  const object = objectOf((isEventBridge ? detail : s3).object);
  columns.time = timeOf(fields.eventTime) ?? timeOf(fields.time) ?? timeOf(fields.Time) ?? columns.time;
  columns.account_id = firstText(fields.account, columns.account_id);
  columns.region = firstText(fields.awsRegion, fields.region, columns.region);
  columns.service = 's3.amazonaws.com';
  columns.operation = firstText(fields.eventName, fields['detail-type'], fields.Event);
  columns.actor = firstText(objectOf(fields.userIdentity).principalId, detail.requester);
  columns.src_ip = firstText(objectOf(fields.requestParameters).sourceIPAddress, detail['source-ip-address']);
  columns.bytes = integerOf(object.size);
  columns.message = firstText(detail.reason, columns.operation);
  columns.resources = resourcesOf(bucket, isEventBridge ? textOf(object.key) : decodeKey(textOf(object.key)));
  columns.resource = columns.resources[0] ?? '';
  entities.add(columns.src_ip);
  entities.add(bucket);
  for (const resource of columns.resources) entities.add(resource);
  collectEntities(fields, entities);
  return nativeKey(fields, detail, object, columns);
}

function nativeKey(
  fields: Fields,
  detail: Fields,
  object: Fields,
  columns: EventColumns,
): readonly string[] | null {
  const request = firstText(
    objectOf(fields.responseElements)['x-amz-request-id'],
    detail['request-id'],
    fields.RequestId,
  );
  if (request === '') return null;
  return ['aws.s3_notification', columns.resource, request, columns.operation, textOf(object.sequencer)];
}

function resourcesOf(bucket: string, key: string): string[] {
  if (bucket === '') return [];
  const arn = `arn:aws:s3:::${bucket}`;
  return key === '' ? [arn] : [`${arn}/${key}`, arn];
}

/** Notifications encode keys as forms do. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key; // not encoded after all
  }
}
