import type { JsonFormat } from '../parser.ts';

/** The subscription messages of SNS; notifications are an envelope. */
export const sns: JsonFormat = {
  kind: 'json',
  logType: 'aws.sns',
  matches(value) {
    return typeof value['TopicArn'] === 'string' && typeof value['SubscribeURL'] === 'string';
  },
  knownFields: new Set([
    'Type',
    'MessageId',
    'TopicArn',
    'Subject',
    'Message',
    'Timestamp',
    'SignatureVersion',
    'Signature',
    'SigningCertURL',
    'SigningCertUrl',
    'SubscribeURL',
    'UnsubscribeURL',
    'UnsubscribeUrl',
    'MessageAttributes',
    'Token',
    'EventSource',
    'EventVersion',
    'EventSubscriptionArn',
    'Sns',
  ]),
};
