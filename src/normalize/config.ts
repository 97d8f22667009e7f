import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, isObject, objectOf, textOf, timeOf } from './read.ts';

/** Configuration items alone and in notifications, compliance changes, and the events that rule functions get. */
export function normalizeConfig(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const invoking = invokingEvent(fields);
  const item = objectOf(
    fields.configurationItem ?? fields.configurationItemSummary ?? invoking.configurationItem ?? fields,
  );
  const evaluation = objectOf(fields.newEvaluationResult);
  columns.time =
    timeOf(item.configurationItemCaptureTime) ??
    timeOf(evaluation.resultRecordedTime) ??
    timeOf(firstText(fields.notificationCreationTime, invoking.notificationCreationTime)) ??
    columns.time;
  columns.account_id = firstText(
    item.awsAccountId,
    fields.awsAccountId,
    fields.accountId,
    columns.account_id,
  );
  columns.region = firstText(item.awsRegion, fields.awsRegion, columns.region);
  columns.service = 'config.amazonaws.com';
  columns.operation = firstText(fields.messageType, item.configurationItemStatus, invoking.messageType);
  columns.action = firstText(objectOf(fields.configurationItemDiff).changeType, item.configurationItemStatus);
  columns.outcome = complianceOutcome(evaluation.complianceType);
  columns.message = firstText(fields.configRuleName, item.resourceType);
  const resource = firstText(item.ARN, item.arn, item.resourceId, fields.resourceId, fields.configRuleArn);
  columns.resource = resource;
  columns.resources = [resource, textOf(item.resourceId)].filter(
    (id, index, all) => id !== '' && all.indexOf(id) === index,
  );
  for (const id of columns.resources) entities.add(id);
  collectEntities(fields, entities);
  const state = firstText(item.configurationStateId);
  if (state === '' || resource === '') return null;
  return ['aws.config', columns.account_id, columns.region, resource, state, columns.operation];
}

/** The event of a rule function holds what happened as JSON in a string. */
function invokingEvent(fields: Fields): Fields {
  const text = fields.invokingEvent;
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {}; // the rest of the record still counts
  }
}

function complianceOutcome(type: unknown): '' | 'success' | 'failure' {
  if (type === 'COMPLIANT') return 'success';
  return type === 'NON_COMPLIANT' ? 'failure' : '';
}
