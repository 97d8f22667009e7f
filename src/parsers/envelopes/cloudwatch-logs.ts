import type { Fields } from '../../event/event.ts';
import { type EnvelopeContext, type EnvelopeKind, type Scope, within } from '../envelope.ts';
import type { Span } from '../json-sink.ts';
import { elementSpans, memberSpan } from '../json-members.ts';
import { isFields, textOrUndefined, timeOrUndefined } from '../json-values.ts';

/**
 * What a CloudWatch Logs subscription delivers, decompressed. Control messages only prove that the destination works:
 * they are no records.
 */
export const cloudWatchLogsSubscription: EnvelopeKind = {
  matches(value) {
    return typeof value['messageType'] === 'string' && Array.isArray(value['logEvents']);
  },
  unwrap(value, span, scope, context) {
    if (value['messageType'] === 'CONTROL_MESSAGE') return;
    const inner = within(scope, subscriptionEnvelope(value));
    const list = memberSpan(span, 'logEvents');
    const events: unknown = value['logEvents'];
    if (list === null || !Array.isArray(events)) return;
    let index = 0;
    for (const eventSpan of elementSpans(list)) {
      logEvent(events[index], eventSpan, inner, context);
      index += 1;
    }
  },
};

/** `aws logs get-log-events` and `filter-log-events`. */
export const cloudWatchLogsEvents: EnvelopeKind = {
  matches(value) {
    return typeof value['message'] === 'string' && typeof value['ingestionTime'] === 'number';
  },
  unwrap(value, span, scope, context) {
    logEvent(value, span, within(scope, { logStream: textOrUndefined(value['logStreamName']) }), context);
  },
};

/** The event that a subscription hands to a Lambda function: base64 of gzip. */
export const awslogsData: EnvelopeKind = {
  matches(value) {
    const data = value['awslogs'];
    return isFields(data) && typeof data['data'] === 'string';
  },
  unwrap(value, span, scope, context) {
    const data = value['awslogs'];
    if (isFields(data)) context.content(Buffer.from(String(data['data']), 'base64'), span, within(scope));
  },
};

export function subscriptionEnvelope(value: Fields) {
  return {
    accountId: textOrUndefined(value['owner']),
    logGroup: textOrUndefined(value['logGroup']),
    logStream: textOrUndefined(value['logStream']),
  };
}

/** One element of `logEvents`; `scope` is inside the subscription already. */
export function logEvent(event: unknown, span: Span, scope: Scope, context: EnvelopeContext): void {
  if (!isFields(event) || typeof event['message'] !== 'string') {
    context.deadLetter('TW_PARSE_MALFORMED', 'a CloudWatch Logs event without a message', span);
    return;
  }
  const extracted = isFields(event['extractedFields']) ? event['extractedFields'] : null;
  const envelope = {
    ...scope.envelope,
    accountId: textOrUndefined(extracted?.['@aws.account']) ?? scope.envelope.accountId,
    region: textOrUndefined(extracted?.['@aws.region']) ?? scope.envelope.region,
    timeMs: timeOrUndefined(event['timestamp']) ?? scope.envelope.timeMs,
    id: textOrUndefined(event['id']) ?? textOrUndefined(event['eventId']),
  };
  context.message(event['message'], extracted, span, { envelope, depth: scope.depth });
}
