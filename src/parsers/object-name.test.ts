import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envelopeOfName } from './object-name.ts';

test('account and region come from the keys that AWS services write to', () => {
  for (const [name, accountId, region] of [
    ['s3://logs/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/01/x.log.gz', '111122223333', 'eu-west-1'],
    [
      'p/AWSLogs/o-abc123/111122223333/CloudTrail/us-gov-west-1/2026/01/01/x.json.gz',
      '111122223333',
      'us-gov-west-1',
    ],
    ['AWSLogs/111122223333/CloudFront/x.gz', '111122223333', undefined],
    [
      'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=01/day=01/hour=00/x.parquet',
      '111122223333',
      'eu-west-1',
    ],
    [
      'ext/CLOUD_TRAIL_MGMT/2.0/region=ap-southeast-2/accountId=111122223333/eventDay=20260101/x.parquet',
      '111122223333',
      'ap-southeast-2',
    ],
    ['/var/log/nginx/access.log', undefined, undefined],
    ['AWSLogs/1234/vpcflowlogs/eu-west-1/x', undefined, undefined],
    ['', undefined, undefined],
  ] as const) {
    assert.deepEqual(envelopeOfName(name), { accountId, region }, name);
  }
});
