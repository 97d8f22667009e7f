import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

/** Findings in the AWS Security Finding Format, and the newer ones in OCSF. */
export const securityHub: JsonFormat = {
  kind: 'json',
  logType: 'aws.securityhub',
  matches(value) {
    if (typeof value['ProductArn'] === 'string') return typeof value['SchemaVersion'] === 'string';
    const metadata = value['metadata'];
    if (typeof value['class_uid'] !== 'number' || !isFields(metadata) || !isFields(metadata['product']))
      return false;
    const { name } = metadata['product'];
    return typeof name === 'string' && name.startsWith('Security Hub');
  },
  knownFields: 'open',
};
