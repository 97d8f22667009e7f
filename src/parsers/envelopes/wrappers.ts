import type { Envelope, Fields } from '../../event/event.ts';
import { type EnvelopeContext, type EnvelopeKind, type Scope, within } from '../envelope.ts';
import type { Span } from '../json-sink.ts';
import { elementSpans, memberSpan } from '../json-members.ts';
import { isFields, textOrUndefined } from '../json-values.ts';
import { wrapperKeys } from '../json-wrapper.ts';
import { logEvent, subscriptionEnvelope } from './cloudwatch-logs.ts';
import { arnPlace } from './messaging.ts';

/** An object that exists to hold an array of records: `{"Records":[…]}`, a Config snapshot, the answer of an API. */
export function createWrapperKind(isKnown: (value: unknown) => boolean): EnvelopeKind {
  return {
    matches: (value) => wrapperKey(value, isKnown) !== null,
    unwrap(value, span, scope, context) {
      const key = wrapperKey(value, isKnown);
      const list = key === null ? null : memberSpan(span, key);
      const elements: unknown = key === null ? null : value[key];
      if (key === null || list === null || !Array.isArray(elements)) return;
      const inner = within(scope, wrapperEnvelope(value, key));
      let index = 0;
      for (const element of elementSpans(list)) {
        wrappedElement(key, elements[index], element, inner, context);
        index += 1;
      }
    },
  };
}

/** One element of a wrapper's array; `scope` is inside the wrapper already. */
export function wrappedElement(
  key: string,
  element: unknown,
  span: Span,
  scope: Scope,
  context: EnvelopeContext,
): void {
  if (key === 'logEvents') logEvent(element, span, scope, context);
  else context.value(element, span, scope);
}

export function wrapperEnvelope(value: Fields, key: string): Envelope {
  if (key === 'logEvents') return subscriptionEnvelope(value);
  return {
    ...arnPlace(value['deliveryStreamArn']),
    ...(typeof value['region'] === 'string' && { region: value['region'] }),
    accountId: textOrUndefined(value['awsAccountId']),
  };
}

function wrapperKey(value: Fields, isKnown: (value: unknown) => boolean): string | null {
  for (const key of wrapperKeys) {
    if (!Object.hasOwn(value, key) || key === 'logEvents') continue;
    const elements = value[key];
    if (!Array.isArray(elements)) continue;
    // An empty list of records holds no record; an application's own list of objects is part of its event.
    if (elements.length === 0 && key === 'Records') return key;
    if (elements.length > 0 && elements.every(isFields) && (key === 'Records' || isKnown(elements[0])))
      return key;
  }
  return null;
}
