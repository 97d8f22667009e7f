import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

/** Configuration items (alone, in notifications, in snapshots and history), compliance changes and rule invocations. */
export const config: JsonFormat = {
  kind: 'json',
  logType: 'aws.config',
  matches(value) {
    if (isFields(value['configurationItem']) || isFields(value['configurationItemSummary'])) return true;
    if (typeof value['configurationItemStatus'] === 'string')
      return typeof value['resourceType'] === 'string';
    if (typeof value['configRuleName'] === 'string') return true;
    return typeof value['messageType'] === 'string' && 'configSnapshotId' in value;
  },
  knownFields: 'open',
};
