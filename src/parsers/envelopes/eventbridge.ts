import { type EnvelopeKind, within } from '../envelope.ts';
import { elementSpans, memberSpan } from '../json-members.ts';
import { isFields, textOrUndefined, timeOrUndefined } from '../json-values.ts';

/** EventBridge: `detail` is the record where its format is known (CloudTrail, GuardDuty, Security Hub, Config), else the whole event is. */
export const eventBridge: EnvelopeKind = {
  matches(value) {
    return (
      isFields(value['detail']) &&
      (typeof value['detail-type'] === 'string' || typeof value['source'] === 'string')
    );
  },
  unwrap(value, span, scope, context) {
    const detail = value['detail'];
    const detailSpan = memberSpan(span, 'detail');
    const inner = within(scope, {
      accountId: textOrUndefined(value['account']),
      region: textOrUndefined(value['region']),
      timeMs: timeOrUndefined(value['time']),
      id: textOrUndefined(value['id']),
    });
    const findings = isFields(detail) ? detail['findings'] : undefined;
    const findingsSpan = detailSpan === null ? null : memberSpan(detailSpan, 'findings');
    if (
      Array.isArray(findings) &&
      findingsSpan !== null &&
      findings.length > 0 &&
      findings.every(context.isKnown)
    ) {
      let index = 0;
      for (const element of elementSpans(findingsSpan)) {
        // The event's id names the event, not each of its findings.
        context.value(findings[index], element, { ...inner, envelope: { ...inner.envelope, id: undefined } });
        index += 1;
      }
    } else if (detailSpan !== null && context.isKnown(detail)) {
      context.value(detail, detailSpan, inner);
    } else {
      context.record('aws.eventbridge', value, span, inner);
    }
  },
};
