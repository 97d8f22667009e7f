import { columnNames, columnsOf } from '../fields.ts';

// Names and order: Amazon CloudFront Developer Guide, "Standard logging (access logs) reference".
/** The order of version 1 records that lost their header. */
export const version1 = columnsOf(`
  date time x-edge-location #sc-bytes c-ip cs-method cs(Host) cs-uri-stem #sc-status cs(Referer) cs(User-Agent)
  cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol #cs-bytes #time-taken
  x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields
  #c-port #time-to-first-byte x-edge-detailed-result-type sc-content-type #sc-content-len sc-range-start sc-range-end
`);

/** What standard logging v2 offers beyond version 1. */
const version2 = columnsOf(`
  #timestamp #timestamp(ms) #origin-fbl #origin-lbl asn c-country cache-behavior-path-pattern distribution-id
  distributionid DistributionId OriginIp origin-ip sr-reason
`);

const columns = new Map([...version1, ...version2].map((column) => [column.name, column]));

export const cloudFrontFields = columnNames([...columns.values()]);

/** Fields newer than this list are text. */
export function cloudFrontColumn(name: string): { readonly name: string; readonly isNumber: boolean } {
  return columns.get(name) ?? { name, isNumber: false };
}
