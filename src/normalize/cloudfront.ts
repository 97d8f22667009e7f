import { portOf } from './endpoint.ts';
import { fillHttpStatus } from './http.ts';
import type { Normalizer } from './normalizer.ts';
import { epochOf, firstText, integerOf, textOf, timeOf } from './read.ts';

/** `x-edge-request-id` is documented as an opaque string that uniquely identifies a request. */
export const normalizeCloudFront: Normalizer = ({ fields }, columns, entities) => {
  const date = textOf(fields['date']);
  const named = date === '' ? null : timeOf(`${date}T${textOf(fields['time'])}Z`);
  columns.time = epochOf(fields['timestamp(ms)']) ?? epochOf(fields['timestamp']) ?? named ?? columns.time;
  const requestId = textOf(fields['x-edge-request-id']);
  const distribution = firstText(
    fields['distribution-id'],
    fields['DistributionId'],
    fields['distributionid'],
    fields['cs(Host)'],
  );
  const query = textOf(fields['cs-uri-query']);
  columns.service = firstText(fields['x-host-header'], fields['cs(Host)']);
  columns.operation = textOf(fields['cs-method']);
  columns.src_ip = textOf(fields['c-ip']);
  columns.src_port = portOf(fields['c-port']);
  columns.src_country = textOf(fields['c-country']);
  const asn = textOf(fields['asn']);
  if (/^\d{1,10}$/.test(asn)) columns.src_asn = `AS${asn}`;
  columns.protocol = textOf(fields['cs-protocol']);
  columns.bytes = integerOf(fields['sc-bytes']);
  columns.action = textOf(fields['x-edge-result-type']);
  columns.user_agent = decoded(textOf(fields['cs(User-Agent)']));
  columns.resource = distribution;
  if (distribution !== '') columns.resources.push(distribution);
  columns.message = [columns.operation, textOf(fields['cs-uri-stem']) + (query === '' ? '' : `?${query}`)]
    .join(' ')
    .trim();
  fillHttpStatus(columns, integerOf(fields['sc-status']));
  entities.add(columns.src_ip);
  entities.add(distribution);
  for (const address of textOf(fields['x-forwarded-for']).split(/[,\s]|%20|\\x20/, forwardedMax))
    entities.add(address.trim());
  if (requestId === '') return null;
  columns.event_id = requestId;
  return ['aws.cloudfront', distribution, requestId];
};

const forwardedMax = 8;

/** CloudFront percent-encodes the header; one that a client made undecodable stays as it came. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
