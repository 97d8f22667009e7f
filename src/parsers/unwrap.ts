import type { ErrorCode } from '../base/errors.ts';
import type { Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import type { EnvelopeContext, EnvelopeKind, Scope } from './envelope.ts';
import { within } from './envelope.ts';
import {
  awslogsData,
  cloudWatchLogsEvents,
  cloudWatchLogsSubscription,
} from './envelopes/cloudwatch-logs.ts';
import { eventBridge } from './envelopes/eventbridge.ts';
import {
  firehoseRecord,
  kinesisRecord,
  lookupEvent,
  shipperMessage,
  snsLambdaRecord,
  snsNotification,
  sqsMessage,
} from './envelopes/messaging.ts';
import { createWrapperKind } from './envelopes/wrappers.ts';
import type { Span } from './json-sink.ts';
import { elementSpans } from './json-members.ts';
import { isFields } from './json-values.ts';
import type { LogMessages } from './log-messages.ts';
import type { DecodeOptions } from './parser.ts';
import { recognizeJson } from './recognize.ts';
import type { Records } from './records.ts';

const envelopeKinds: readonly EnvelopeKind[] = [
  eventBridge,
  cloudWatchLogsSubscription,
  snsNotification,
  snsLambdaRecord,
  sqsMessage,
  kinesisRecord,
  awslogsData,
  lookupEvent,
  cloudWatchLogsEvents,
  firehoseRecord,
  shipperMessage,
  createWrapperKind(isKnown),
];

/** Decodes bytes found inside an envelope. */
export type DecodeContent = (bytes: Uint8Array, span: Span, scope: Scope) => void;

/**
 * Takes envelopes off JSON values, to any mixture of kinds and `envelopesMax` levels, and turns what is inside into records.
 * A record's raw is its own text: a slice of the input where the record stands in it as JSON, the decoded string or payload
 * where it was carried as one.
 */
export class Unwrapper implements EnvelopeContext {
  private readonly records: Records;
  private readonly options: DecodeOptions;
  private readonly messages: LogMessages;
  private readonly decodeContent: DecodeContent;

  constructor(records: Records, options: DecodeOptions, messages: LogMessages, decodeContent: DecodeContent) {
    this.records = records;
    this.options = options;
    this.messages = messages;
    this.decodeContent = decodeContent;
  }

  value(value: unknown, span: Span, scope: Scope): void {
    if (!isFields(value)) {
      if (Array.isArray(value) && value.some((element) => typeof element === 'object'))
        this.elements(value, span, scope);
      else this.record('app.json', { value }, span, scope);
      return;
    }
    const { forcedType } = this.options;
    const logType = recognizeJson(value);
    if (logType !== null) {
      this.record(forcedType ?? logType, value, span, scope);
      return;
    }
    const kind = envelopeKinds.find((candidate) => candidate.matches(value));
    if (kind === undefined) this.record(forcedType ?? 'app.json', value, span, scope);
    else if (scope.depth >= this.options.limits.envelopesMax) this.tooNested(span);
    else kind.unwrap(value, span, scope, this);
  }

  content(bytes: Uint8Array, span: Span, scope: Scope): void {
    if (scope.depth > this.options.limits.envelopesMax) this.tooNested(span);
    else this.decodeContent(bytes, span, scope);
  }

  message(text: string, extracted: Fields | null, span: Span, scope: Scope): void {
    this.messages.add(text, extracted, span, scope, this);
  }

  record(logType: LogType, value: Fields, span: Span, scope: Scope): void {
    this.records.add(logType, value, span.bytes.subarray(span.start, span.end), true, scope.envelope);
  }

  deadLetter(code: ErrorCode, message: string, span: Span): void {
    this.records.addDeadLetter(code, message, span.bytes.subarray(span.start, span.end), span.place);
  }

  isKnown = isKnown;

  private elements(values: readonly unknown[], span: Span, scope: Scope): void {
    if (scope.depth >= this.options.limits.envelopesMax) {
      this.tooNested(span);
      return;
    }
    let index = 0;
    for (const element of elementSpans(span)) {
      this.value(values[index], element, within(scope));
      index += 1;
    }
  }

  private tooNested(span: Span): void {
    const message = `more than ${this.options.limits.envelopesMax} envelopes around one another`;
    this.deadLetter('TW_RECORD_TOO_DEEP', message, span);
  }
}

function isKnown(value: unknown): boolean {
  if (!isFields(value)) return false;
  return recognizeJson(value) !== null || envelopeKinds.some((kind) => kind.matches(value));
}
