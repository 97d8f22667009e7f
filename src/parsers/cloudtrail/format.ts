import type { JsonFormat } from '../parser.ts';

/**
 * CloudTrail events of every kind: management, data, Insights, network activity, aggregated.
 * Some shippers replace `eventTime` by their own time field, so the call itself is what counts.
 */
export const cloudTrail: JsonFormat = {
  kind: 'json',
  logType: 'aws.cloudtrail',
  matches(value) {
    const source = value['eventSource'];
    if (typeof source === 'string' && typeof value['eventName'] === 'string')
      return !source.startsWith('aws:');
    if (value['eventType'] === 'AwsAggregatedEvent') return true;
    return typeof value['eventVersion'] === 'string' && typeof value['eventCategory'] === 'string';
  },
  knownFields: new Set([
    'accountId',
    'additionalEventData',
    'addendum',
    'apiVersion',
    'awsRegion',
    'edgeDeviceDetails',
    'errorCode',
    'errorMessage',
    'eventCategory',
    'eventContext',
    'eventID',
    'eventId',
    'eventName',
    'eventSource',
    'eventTime',
    'eventType',
    'eventVersion',
    'insightDetails',
    'managementEvent',
    'readOnly',
    'recipientAccountId',
    'requestID',
    'requestParameters',
    'resources',
    'responseElements',
    'serviceEventDetails',
    'sessionCredentialFromConsole',
    'sharedEventID',
    'sourceIPAddress',
    'summary',
    'timeWindow',
    'tlsDetails',
    'userAgent',
    'userIdentity',
    'vpcEndpointAccountId',
    'vpcEndpointId',
  ]),
};
