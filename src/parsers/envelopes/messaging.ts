import type { Fields } from '../../event/event.ts';
import { type EnvelopeContext, type EnvelopeKind, type Scope, within } from '../envelope.ts';
import type { Span } from '../json-sink.ts';
import { isFields, textOrUndefined, timeOrUndefined, tryParseJson } from '../json-values.ts';

/** An SNS notification, as SQS, HTTP endpoints and mail get it. The notification is the record unless its message is one. */
export const snsNotification: EnvelopeKind = {
  matches(value) {
    return value['Type'] === 'Notification' && typeof value['Message'] === 'string' && 'TopicArn' in value;
  },
  unwrap(value, span, scope, context) {
    notification(value, value, span, scope, context);
  },
};

/** The event that SNS hands to a Lambda function. */
export const snsLambdaRecord: EnvelopeKind = {
  matches(value) {
    const sns = value['Sns'];
    return isFields(sns) && typeof sns['Message'] === 'string';
  },
  unwrap(value, span, scope, context) {
    const sns = value['Sns'];
    if (isFields(sns)) notification(sns, value, span, scope, context);
  },
};

/** An SQS message as Lambda (`body`) and ReceiveMessage (`Body`) have it. */
export const sqsMessage: EnvelopeKind = {
  matches(value) {
    if (typeof value['body'] === 'string') return value['eventSource'] === 'aws:sqs';
    return typeof value['Body'] === 'string' && typeof value['MessageId'] === 'string';
  },
  unwrap(value, span, scope, context) {
    const attributes = isFields(value['attributes']) ? value['attributes'] : {};
    const inner = within(scope, {
      ...arnPlace(value['eventSourceARN']),
      timeMs: timeOrUndefined(Number(attributes['SentTimestamp'] ?? Number.NaN)),
    });
    context.content(Buffer.from(String(value['body'] ?? value['Body'])), span, inner);
  },
};

/** A Kinesis record, as Lambda gets it. */
export const kinesisRecord: EnvelopeKind = {
  matches(value) {
    const kinesis = value['kinesis'];
    return isFields(kinesis) && typeof kinesis['data'] === 'string';
  },
  unwrap(value, span, scope, context) {
    const kinesis = value['kinesis'];
    if (!isFields(kinesis)) return;
    const arrived = kinesis['approximateArrivalTimestamp'];
    const inner = within(scope, {
      ...arnPlace(value['eventSourceARN']),
      timeMs: typeof arrived === 'number' ? Math.round(arrived * 1000) : undefined,
    });
    context.content(Buffer.from(String(kinesis['data']), 'base64'), span, inner);
  },
};

/** A record of Firehose: of a transformation function, or of its HTTP endpoint, which names no ids. */
export const firehoseRecord: EnvelopeKind = {
  matches(value) {
    if (typeof value['data'] !== 'string') return false;
    return typeof value['recordId'] === 'string' || Object.keys(value).length === 1;
  },
  unwrap(value, span, scope, context) {
    const inner = within(scope, { timeMs: timeOrUndefined(value['approximateArrivalTimestamp']) });
    context.content(Buffer.from(String(value['data']), 'base64'), span, inner);
  },
};

/** An event of CloudTrail's LookupEvents: the record is JSON in a string. */
export const lookupEvent: EnvelopeKind = {
  matches(value) {
    return typeof value['CloudTrailEvent'] === 'string';
  },
  unwrap(value, span, scope, context) {
    context.content(Buffer.from(String(value['CloudTrailEvent'])), span, within(scope));
  },
};

/** What log shippers put around a line: `@timestamp` and the line as `message`, here with a known record in it. */
export const shipperMessage: EnvelopeKind = {
  matches(value) {
    const message = value['message'];
    return typeof message === 'string' && message.startsWith('{') && '@timestamp' in value;
  },
  unwrap(value, span, scope, context) {
    const inner = within(scope, { timeMs: timeOrUndefined(value['@timestamp']) });
    if (!knownJson(value['message'], span, inner, context)) context.record('app.json', value, span, scope);
  },
};

function notification(sns: Fields, whole: Fields, span: Span, scope: Scope, context: EnvelopeContext): void {
  const place = { ...arnPlace(sns['TopicArn']), timeMs: timeOrUndefined(sns['Timestamp']) };
  if (knownJson(sns['Message'], span, within(scope, place), context)) return;
  context.record('aws.sns', whole, span, within(scope, { ...place, id: textOrUndefined(sns['MessageId']) }));
}

/** The JSON in a string of the envelope, if it is a known record or envelope: its text then is the record's raw. */
function knownJson(text: unknown, span: Span, scope: Scope, context: EnvelopeContext): boolean {
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return false;
  const value = tryParseJson(text);
  if (!context.isKnown(value)) return false;
  const bytes = Buffer.from(text);
  context.value(value, { bytes, start: 0, end: bytes.length, place: span.place }, scope);
  return true;
}

/** Region and account of an ARN, where they are real. */
export function arnPlace(arn: unknown): { region?: string; accountId?: string } {
  if (typeof arn !== 'string') return {};
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { ...(region !== '' && { region }), ...(/^\d{12}$/.test(accountId) && { accountId }) };
}
