import { parseTimestamp } from '../base/timestamps.ts';
import type { Severity } from '../event/event.ts';
import type { Normalizer } from './normalizer.ts';
import { integerOf, textOf } from './read.ts';
import { addTextEntities } from './text-entities.ts';

/** RFC 5424, table 2: emergency, alert, critical, error, warning, notice, informational, debug. */
const severities: readonly Severity[] = [
  'critical',
  'high',
  'high',
  'medium',
  'low',
  'informational',
  'informational',
  'informational',
];

export const normalizeSyslog: Normalizer = ({ fields, envelope }, columns, entities) => {
  columns.time = parseTimestamp(textOf(fields['timestamp']), envelope.timeMs) ?? columns.time;
  columns.severity = severities[integerOf(fields['severity']) ?? -1] ?? '';
  columns.service = textOf(fields['appname']);
  columns.resource = textOf(fields['hostname']);
  if (columns.resource !== '') columns.resources.push(columns.resource);
  columns.message = textOf(fields['message']);
  entities.add(columns.resource);
  addTextEntities(columns.message, entities);
  return null;
};
