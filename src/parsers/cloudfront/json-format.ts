import type { JsonFormat } from '../parser.ts';
import { cloudFrontFields } from './columns.ts';

/** Standard logging v2 with JSON as its output format: the fields of the text format, all values as text. */
export const cloudFrontJson: JsonFormat = {
  kind: 'json',
  logType: 'aws.cloudfront',
  knownFields: cloudFrontFields,
  matches(value) {
    return (
      typeof value['x-edge-location'] === 'string' ||
      typeof value['x-edge-request-id'] === 'string' ||
      (typeof value['DistributionId'] === 'string' && 'c-ip' in value)
    );
  },
};
