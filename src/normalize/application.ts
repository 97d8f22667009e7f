import type { EventColumns, Fields, ParsedRecord } from '../event/event.ts';
import { collectEntities } from './entities.ts';
import type { EntitySet } from './normalizer.ts';
import { epochOf, firstText, integerOf, objectOf, textOf, timeOf } from './read.ts';
import { severityOfWord } from './severity.ts';

const timeNames = [
  '@timestamp',
  'timestamp',
  'time',
  'ts',
  'eventTime',
  'datetime',
  'date',
  '_time',
] as const;

/**
 * Applications name the same things in many ways: common logging libraries, the Elastic Common Schema, OpenTelemetry.
 * The first name that is there wins.
 */
export function normalizeApplication(
  { fields }: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const http = objectOf(fields.http);
  const status = integerOf(
    firstText(fields.status_code, fields.statusCode, fields.status, objectOf(http.response).status_code),
  );
  columns.time = timeIn(fields) ?? columns.time;
  columns.service = firstText(
    fields.service,
    objectOf(fields.service).name,
    fields.logger,
    fields.app,
    fields.application,
  );
  columns.operation = firstText(
    fields.method,
    fields.http_method,
    fields.event,
    fields.action,
    objectOf(http.request).method,
  );
  columns.severity = severityOfWord(
    firstText(fields.level, fields.severity, fields.lvl, objectOf(fields.log).level),
  );
  columns.message = firstText(
    fields.message,
    fields.msg,
    fields['@message'],
    fields.log,
    fields.error,
    objectOf(fields.error).message,
  );
  columns.actor = firstText(
    fields.user,
    fields.username,
    fields.user_id,
    fields.userId,
    objectOf(fields.user).name,
    objectOf(fields.user).id,
  );
  columns.src_ip = firstText(
    fields.src_ip,
    fields.client_ip,
    fields.clientIp,
    fields.remote_addr,
    fields.ip,
    objectOf(fields.source).ip,
    objectOf(fields.client).ip,
  );
  columns.user_agent = firstText(fields.user_agent, fields.userAgent, objectOf(fields.user_agent).original);
  columns.error_code = firstText(fields.error_code, fields.errorCode, objectOf(fields.error).code);
  columns.outcome =
    status === null || status < 100 || status > 599 ? '' : status < 400 ? 'success' : 'failure';
  entities.add(columns.src_ip);
  entities.add(columns.actor);
  collectEntities(fields, entities);
  return null;
}

/** The time as text, or as a number of any unit. */
function timeIn(fields: Fields): number | null {
  for (const name of timeNames) {
    const value = fields[name];
    const time = timeOf(value) ?? epochOf(value);
    if (time !== null) return time;
  }
  return null;
}

/** A CloudWatch Logs event that is of no other format: JSON as applications write it, or a line of text. */
export function normalizeCloudWatchLogs(
  record: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
): readonly string[] | null {
  const delivered = columns.time;
  const key = normalizeApplication(record, columns, entities);
  // CloudWatch's own time is exact; what a line calls its time may be anything.
  columns.time = delivered ?? columns.time;
  columns.message = columns.message || textOf(record.fields.message);
  return key;
}
