import { parseClfTimestamp, parseTimestamp } from '../base/timestamps.ts';
import { fillHttpStatus } from './http.ts';
import type { Normalizer } from './normalizer.ts';
import { integerOf, textOf } from './read.ts';

export const normalizeAccess: Normalizer = ({ fields }, columns, entities) => {
  const time = textOf(fields['time']);
  columns.time = parseClfTimestamp(time) ?? parseTimestamp(time) ?? columns.time;
  columns.src_ip = textOf(fields['c-ip']);
  columns.actor = textOf(fields['cs-username']);
  columns.service = textOf(fields['s-computername']);
  columns.operation = textOf(fields['cs-method']);
  columns.resource = textOf(fields['cs-uri-stem']);
  if (columns.resource !== '') columns.resources.push(columns.resource);
  columns.bytes = integerOf(fields['sc-bytes']);
  columns.user_agent = textOf(fields['cs-user-agent']);
  columns.protocol = 'http';
  columns.message = textOf(fields['request']);
  fillHttpStatus(columns, integerOf(fields['sc-status']));
  entities.add(columns.src_ip);
  entities.add(columns.actor);
  for (const address of textOf(fields['x-forwarded-for']).split(',', forwardedMax))
    entities.add(address.trim());
  return null;
};

const forwardedMax = 8;
