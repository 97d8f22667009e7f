import type { EventColumns, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { accountOfArn, firstText, isObject, objectOf, regionOfArn, textOf, timeOf } from './read.ts';

/** A notification as delivered, or within the event of a Lambda function. */
export function normalizeSns(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const sns = isObject(fields.Sns) ? fields.Sns : objectOf(fields);
  const topic = textOf(sns.TopicArn);
  columns.time = timeOf(sns.Timestamp) ?? columns.time;
  columns.account_id = firstText(accountOfArn(topic), columns.account_id);
  columns.region = firstText(regionOfArn(topic), columns.region);
  columns.event_id = textOf(sns.MessageId);
  columns.service = 'sns.amazonaws.com';
  columns.operation = firstText(sns.Type, 'Notification');
  columns.message = firstText(sns.Subject, sns.Message);
  columns.resource = topic;
  columns.resources = topic === '' ? [] : [topic];
  entities.add(topic);
  collectEntities(sns, entities);
  return columns.event_id === '' ? null : ['aws.sns', topic, columns.event_id];
}
