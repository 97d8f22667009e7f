import { readTimestamp } from '../base/timestamps.ts';
import type { EventColumns, Fields } from '../event/event.ts';
import type { EntitySet, Normalizer } from './normalizer.ts';
import { epochOf, firstText, integerOf, objectOf, textOf } from './read.ts';
import { severityOfWord } from './severity.ts';
import { addTextEntities } from './text-entities.ts';

/** PostgreSQL error reports are several lines each, and database logs carry no ids: a record is known by its place. */
export const normalizeRds: Normalizer = (record, columns, entities) => {
  const { fields } = record;
  if (fields['engine'] === 'postgres') fillPostgres(fields, columns, entities);
  else fillMySql(fields, columns, entities);
  columns.service = 'rds.amazonaws.com';
  // CloudWatch's groups are /aws/rds/instance/<id>/<log> and /aws/rds/cluster/<id>/<log>.
  columns.resource = /^\/aws\/rds\/(?:instance|cluster)\/([^/]+)\//.exec(columns.log_group)?.[1] ?? '';
  if (columns.resource !== '') columns.resources.push(columns.resource);
  entities.add(columns.src_ip);
  entities.add(columns.actor);
  entities.add(columns.resource);
  return null;
};

function fillPostgres(fields: Fields, columns: EventColumns, entities: EntitySet): void {
  const severity = textOf(fields['error_severity']);
  const audit = objectOf(fields['audit']);
  const from = /^(.*?)(?:\((\d+)\))?$/.exec(textOf(fields['connection_from']));
  columns.time = readTimestamp(textOf(fields['log_time']))?.ms ?? columns.time;
  columns.actor = textOf(fields['user_name']);
  columns.src_ip = from?.[1] === '[local]' ? '' : (from?.[1] ?? '');
  columns.src_port = integerOf(from?.[2]);
  columns.operation = textOf(audit['command']);
  columns.message = textOf(fields['message']);
  columns.severity = severityOfWord(severity);
  columns.protocol = 'postgresql';
  if (isFailure(severity)) columns.outcome = 'failure';
  addTextEntities(columns.message, entities);
}

/** User and host names are far shorter; the expression is quadratic in runs of spaces. */
const userHostMax = 512;

function isFailure(severity: string): boolean {
  return severity === 'ERROR' || severity === 'FATAL' || severity === 'PANIC';
}

function fillMySql(fields: Fields, columns: EventColumns, entities: EntitySet): void {
  const times = firstText(fields['logged'], fields['event_time'], fields['start_time']);
  const stamp = textOf(fields['timestamp']);
  columns.time =
    readTimestamp(times)?.ms ?? readTimestamp(stamp)?.ms ?? epochOf(fields['timestamp']) ?? columns.time;
  columns.protocol = 'mysql';
  columns.severity = severityOfWord(fields['prio']);
  columns.operation = firstText(
    fields['operation'],
    fields['command_type'],
    'sql_text' in fields ? 'slow query' : '',
  );
  columns.message = firstText(fields['data'], fields['argument'], fields['sql_text'], fields['object']);
  columns.actor = textOf(fields['username']);
  columns.src_ip = textOf(fields['host']);
  const userHost = /^([^[\s]*)\[.*\] @ *(\S*) *\[([^\]]*)\]/.exec(
    textOf(fields['user_host']).slice(0, userHostMax),
  );
  if (userHost !== null) {
    columns.actor = userHost[1] ?? '';
    columns.src_ip = firstText(userHost[3], userHost[2]);
  }
  const code = integerOf(fields['retcode']);
  if (code !== null) columns.outcome = code === 0 ? 'success' : 'failure';
  columns.error_code = code === null || code === 0 ? textOf(fields['error_code']) : String(code);
  addTextEntities(columns.message, entities);
}
