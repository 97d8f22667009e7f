import type { EventColumns, Fields, ParsedRecord } from '../../event/event.ts';
import { collectEntities } from '../entities.ts';
import type { EntitySet } from '../normalizer.ts';
import { accountOfArn, booleanOf, firstText, integerOf, objectOf, textOf, timeOf } from '../read.ts';
import { resolveActor } from './actor.ts';
import { resourcesOf } from './resources.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function normalizeCloudTrail(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const identity = objectOf(fields.userIdentity);
  const window = objectOf(fields.timeWindow);
  const insight = objectOf(fields.insightDetails);
  columns.time =
    timeOf(fields.eventTime) ?? timeOf(fields['@timestamp']) ?? timeOf(window.windowStart) ?? columns.time;
  columns.account_id = firstText(
    fields.recipientAccountId,
    fields.accountId,
    columns.account_id,
    identity.accountId,
  );
  columns.region = firstText(fields.awsRegion, columns.region);
  columns.event_id = firstText(fields.eventID, fields.eventId);
  columns.service = firstText(fields.eventSource, insight.eventSource);
  columns.operation = firstText(fields.eventName, insight.eventName);
  columns.src_ip = textOf(fields.sourceIPAddress);
  columns.user_agent = textOf(fields.userAgent);
  columns.error_code = textOf(fields.errorCode);
  columns.message = firstText(fields.errorMessage, insight.insightType);
  columns.action = textOf(insight.state);
  columns.outcome = outcomeOf(fields);
  columns.mfa = mfaOf(fields, identity);
  columns.bytes = bytesOf(objectOf(fields.additionalEventData));

  const actor = resolveActor(identity);
  columns.actor = actor.name;
  columns.actor_type = textOf(identity.type);
  columns.actor_account_id = textOf(identity.accountId) || accountOfArn(actor.name);
  columns.access_key_id = textOf(identity.accessKeyId);

  columns.resources = resourcesOf(fields);
  columns.resource = columns.resources[0] ?? '';

  entities.add(columns.src_ip);
  entities.add(columns.actor);
  entities.add(columns.access_key_id);
  entities.add(columns.account_id);
  entities.add(actor.role);
  for (const resource of columns.resources) entities.add(resource);
  collectEntities(fields, entities);
  return columns.event_id === '' ? null : ['aws.cloudtrail', columns.account_id, columns.event_id];
}

/** Sign-in events report failure in their response, and with an error message but no error code. */
function outcomeOf(fields: Fields): '' | 'success' | 'failure' {
  if (textOf(fields.errorCode) !== '' || textOf(fields.errorMessage) !== '') return 'failure';
  const result = objectOf(fields.responseElements)[textOf(fields.eventName)];
  if (result === 'Failure') return 'failure';
  const kind = fields.eventType;
  return kind === 'AwsCloudTrailInsight' || kind === 'AwsAggregatedEvent' ? '' : 'success';
}

function mfaOf(fields: Fields, identity: Fields): boolean | null {
  const used = booleanOf(objectOf(fields.additionalEventData).MFAUsed);
  if (used !== null) return used;
  return booleanOf(objectOf(objectOf(identity.sessionContext).attributes).mfaAuthenticated);
}

function bytesOf(additional: Fields): number | null {
  const sent = integerOf(additional.bytesTransferredOut);
  const received = integerOf(additional.bytesTransferredIn);
  return sent === null && received === null ? null : (sent ?? 0) + (received ?? 0);
}
