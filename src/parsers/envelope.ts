import type { ErrorCode } from '../base/errors.ts';
import type { Envelope, Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import type { Span } from './json-sink.ts';

/** Where in the nesting of envelopes something was found. */
export interface Scope {
  readonly envelope: Envelope;
  /** Envelopes around it. */
  readonly depth: number;
}

/** How an envelope hands on what it holds. `scope` is the one inside of it. */
export interface EnvelopeContext {
  /** A JSON value of the envelope's own text: `span` is exactly the value. */
  value(value: unknown, span: Span, scope: Scope): void;
  /** Bytes that may be anything a file may be: compressed, JSON, lines. */
  content(bytes: Uint8Array, span: Span, scope: Scope): void;
  /** One CloudWatch Logs message: one record, whatever it is. */
  message(text: string, extracted: Fields | null, span: Span, scope: Scope): void;
  /** The envelope itself is the record. */
  record(logType: LogType, value: Fields, span: Span, scope: Scope): void;
  deadLetter(code: ErrorCode, message: string, span: Span): void;
  /** Whether a value is a record of a known format or a known envelope. */
  isKnown(value: unknown): boolean;
}

/** Something that is put around records on their way. */
export interface EnvelopeKind {
  /** Cheap, and never throws. */
  matches(value: Fields): boolean;
  unwrap(value: Fields, span: Span, scope: Scope, context: EnvelopeContext): void;
}

/** The scope one envelope further in; what the inner envelope does not say stays as the outer has it. */
export function within(scope: Scope, inner: Envelope = {}): Scope {
  return {
    envelope: {
      accountId: inner.accountId ?? scope.envelope.accountId,
      region: inner.region ?? scope.envelope.region,
      logGroup: inner.logGroup ?? scope.envelope.logGroup,
      logStream: inner.logStream ?? scope.envelope.logStream,
      timeMs: inner.timeMs ?? scope.envelope.timeMs,
      id: inner.id,
    },
    depth: scope.depth + 1,
  };
}
