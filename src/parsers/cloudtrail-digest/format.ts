import type { JsonFormat } from '../parser.ts';

export const cloudTrailDigest: JsonFormat = {
  kind: 'json',
  logType: 'aws.cloudtrail_digest',
  matches(value) {
    return typeof value['digestS3Object'] === 'string' && Array.isArray(value['logFiles']);
  },
  knownFields: new Set([
    'awsAccountId',
    'digestStartTime',
    'digestEndTime',
    'digestS3Bucket',
    'digestS3Object',
    'digestPublicKeyFingerprint',
    'digestSignatureAlgorithm',
    'newestEventTime',
    'oldestEventTime',
    'previousDigestS3Bucket',
    'previousDigestS3Object',
    'previousDigestHashValue',
    'previousDigestHashAlgorithm',
    'previousDigestSignature',
    'logFiles',
  ]),
};
