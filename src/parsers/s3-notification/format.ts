import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

/** An S3 event, as S3 itself and as EventBridge send it, and the test message that S3 sends first. */
export const s3Notification: JsonFormat = {
  kind: 'json',
  logType: 'aws.s3_notification',
  matches(value) {
    if (isFields(value['s3'])) return typeof value['eventName'] === 'string';
    if (value['Event'] === 's3:TestEvent') return true;
    return value['source'] === 'aws.s3' && isFields(value['detail']) && isFields(value['detail']['object']);
  },
  knownFields: 'open',
};
