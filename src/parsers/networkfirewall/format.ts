import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

export const networkFirewall: JsonFormat = {
  kind: 'json',
  logType: 'aws.networkfirewall',
  matches(value) {
    return typeof value['firewall_name'] === 'string' && isFields(value['event']);
  },
  knownFields: new Set(['firewall_name', 'availability_zone', 'event_timestamp', 'event']),
};
