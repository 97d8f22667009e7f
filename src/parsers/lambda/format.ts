import type { JsonFormat } from '../parser.ts';

/** Platform events of the JSON log format. What functions write themselves is told by its log group. */
export const lambda: JsonFormat = {
  kind: 'json',
  logType: 'aws.lambda',
  matches(value) {
    const type = value['type'];
    return typeof type === 'string' && type.startsWith('platform.') && 'record' in value;
  },
  knownFields: 'open',
};
