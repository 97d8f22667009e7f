import type { JsonFormat } from '../parser.ts';
import { isFields } from '../json-values.ts';

/** A finding, as exported (camel case) or as the API answers (Pascal case). */
export const guardDuty: JsonFormat = {
  kind: 'json',
  logType: 'aws.guardduty',
  matches(value) {
    const service = value['service'] ?? value['Service'];
    if (!isFields(service) || !isFields(value['resource'] ?? value['Resource'])) return false;
    return typeof (value['type'] ?? value['Type']) === 'string';
  },
  knownFields: new Set([
    'schemaVersion',
    'accountId',
    'region',
    'partition',
    'id',
    'arn',
    'type',
    'resource',
    'service',
    'severity',
    'createdAt',
    'updatedAt',
    'title',
    'description',
    'confidence',
    'associatedAttackSequenceArn',
    'SchemaVersion',
    'AccountId',
    'Region',
    'Partition',
    'Id',
    'Arn',
    'Type',
    'Resource',
    'Service',
    'Severity',
    'CreatedAt',
    'UpdatedAt',
    'Title',
    'Description',
    'Confidence',
  ]),
};
