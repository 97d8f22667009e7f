import type { EventColumns, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, listOf, objectOf, textOf, timeOf } from './read.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export function normalizeEventBridge(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const detail = objectOf(fields.detail);
  columns.time = timeOf(fields.time) ?? columns.time;
  columns.account_id = firstText(fields.account, columns.account_id);
  columns.region = firstText(fields.region, columns.region);
  columns.event_id = textOf(fields.id);
  columns.service = textOf(fields.source);
  columns.operation = textOf(fields['detail-type']);
  columns.action = firstText(detail.state, detail.status, detail.eventTypeCode);
  columns.message = firstText(detail.Description, detail.description, detail.message, columns.operation);
  columns.resources = listOf(fields.resources)
    .map(textOf)
    .filter((name) => name !== '');
  columns.resource = columns.resources[0] ?? '';
  for (const resource of columns.resources) entities.add(resource);
  collectEntities(fields, entities);
  return columns.event_id === '' ? null : ['aws.eventbridge', columns.account_id, columns.event_id];
}
