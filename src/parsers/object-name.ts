import type { Envelope } from '../event/event.ts';

/** `AWSLogs/[o-…/]account/<type>/[region/]…`, as AWS services name what they write to S3. */
const deliveredKey = /AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/[^/]+\/(?:([a-z]{2}(?:-[a-z]+)+-\d)\/)?/;
/** `aws-account-id=…/aws-service=…/aws-region=…/` of flow logs with Hive prefixes, `region=…/accountId=…/` of Security Lake. */
const hiveAccount = /(?:^|\/)(?:aws-account-id|accountId|account_id)=(\d{12})\//;
const hiveRegion = /(?:^|\/)(?:aws-region|region)=([a-z]{2}(?:-[a-z]+)+-\d)\//;

/** Account and region that an object's key tells. */
export function envelopeOfName(name: string): Envelope {
  const [, accountId, region] = deliveredKey.exec(name) ?? [];
  return {
    accountId: accountId ?? hiveAccount.exec(name)?.[1],
    region: region ?? hiveRegion.exec(name)?.[1],
  };
}
