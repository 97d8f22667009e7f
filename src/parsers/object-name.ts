import type { Envelope } from '../event/event.ts';

/** `AWSLogs/[o-…/]account/<type>/[region/]…`, as AWS services name what they write to S3. */
const deliveredKey = /AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/[^/]+\/(?:([a-z]{2}(?:-[a-z]+)+-\d)\/)?/;

/** Account and region that an object's key tells. */
export function envelopeOfName(name: string): Envelope {
  const [, accountId, region] = deliveredKey.exec(name) ?? [];
  return { accountId, region };
}
