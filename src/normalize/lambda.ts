import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { firstText, integerOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfWord } from './severity.ts';

const groupPrefix = '/aws/lambda/';
/** `2024-10-10T09:00:00.000Z	<request id>	ERROR	message`, as the Node.js runtime writes it. */
const nodeLine = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\t([\da-f-]{36}|undefined)\t([A-Z]+)\t/;
/** `START RequestId: …`, `END …`, `REPORT …`. */
const platformLine = /^([A-Z_]+) RequestId: ([\da-f-]{36})/;

/** Platform events and what functions log, as JSON or as text. */
export function normalizeLambda(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const record = objectOf(fields.record);
  const message = textOf(fields.message);
  const [, lineTime, lineRequest, lineLevel] = nodeLine.exec(message) ?? [];
  const [, platformEvent, platformRequest] = platformLine.exec(message) ?? [];
  columns.time = timeOf(fields.timestamp) ?? timeOf(fields.time) ?? timeOf(lineTime) ?? columns.time;
  columns.service = functionOf(columns.log_group) || 'lambda';
  columns.operation = firstText(fields.type, platformEvent);
  columns.severity = severityOfWord(firstText(fields.level, fields.status, lineLevel));
  columns.outcome = outcomeOf(record);
  columns.error_code = firstText(record.errorType, fields.errorType);
  columns.message = firstText(fields.message, fields.errorMessage, columns.operation);
  columns.resource = functionOf(columns.log_group);
  columns.resources = columns.resource === '' ? [] : [columns.resource];
  const metrics = objectOf(record.metrics);
  columns.bytes = integerOf(metrics.producedBytes);
  entities.add(
    firstText(record.requestId, fields.requestId, fields.AWSRequestId, platformRequest, lineRequest),
  );
  entities.add(columns.resource);
  collectEntities(fields, entities);
  return null;
}

function functionOf(logGroup: string): string {
  return logGroup.startsWith(groupPrefix) ? logGroup.slice(groupPrefix.length) : '';
}

function outcomeOf(record: Fields): '' | 'success' | 'failure' {
  const status = record.status;
  if (status === 'success') return 'success';
  return typeof status === 'string' ? 'failure' : '';
}
