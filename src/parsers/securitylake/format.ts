import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

/** Any other OCSF record. */
export const securityLake: JsonFormat = {
  kind: 'json',
  logType: 'aws.securitylake',
  matches(value) {
    const uid = value['class_uid'];
    return (typeof uid === 'number' || typeof uid === 'bigint') && isFields(value['metadata']);
  },
  knownFields: 'open',
};
