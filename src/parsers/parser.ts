import type { DeadLetter } from '../event/dead-letter.ts';
import type { Envelope, Fields, ParsedRecord } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';

/** A format whose records are JSON objects: recognised by shape once the envelope is off. */
export interface JsonFormat {
  readonly kind: 'json';
  readonly logType: LogType;
  /** Whether this object is such a record. Must be cheap and must not throw. The registry asks in its own order; first wins. */
  matches(value: Fields): boolean;
  /** Top-level field names the format documents; others are counted as drift. 'open' where any name is normal. */
  readonly knownFields: ReadonlySet<string> | 'open';
}

/** A format whose records are lines (or groups of lines) of text. */
export interface TextFormat {
  readonly kind: 'text';
  readonly logType: LogType;
  /** 0 (certainly not) to 1 (certainly), from the object's first complete lines (at most `sampleLines`). Must not throw. */
  detect(lines: readonly string[]): number;
  /** One parser an object: state such as a header row lives in it. */
  open(options: TextFormatOptions): LineParser;
  readonly knownFields: ReadonlySet<string> | 'open';
}

export interface TextFormatOptions {
  /** A custom field list, where the user or the envelope gives one (VPC Flow Logs: `${version} ${account-id} …`). */
  readonly fieldList?: readonly string[] | undefined;
}

export const sampleLines = 20;

export interface LineParser {
  /**
   * The record's fields; undefined where the line is a header, a comment or blank and so no record.
   * Throws TW_PARSE_MALFORMED and nothing else, whatever the line.
   */
  parse(line: string): Fields | undefined;
  /**
   * Whether this line continues the record before it (a stack trace, a multi-line statement).
   * `soFar` holds the lines of that record, the last one before `line`; asked once a line, in order.
   * Absent where each line is a record.
   */
  continues?(line: string, soFar: readonly string[]): boolean;
}

export type Parsed =
  | { readonly kind: 'record'; readonly record: ParsedRecord }
  | { readonly kind: 'dead_letter'; readonly deadLetter: DeadLetter };

export interface DecodeOptions {
  /** The object's name (path or key): shown in errors, and the source of hints such as account and region in S3 keys. */
  readonly name: string;
  /** Skips detection (`--type`). */
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  readonly envelope?: Envelope | undefined;
  readonly limits: DecodeLimits;
}

export interface DecodeLimits {
  /** A longer record is a dead letter. */
  readonly recordBytesMax: number;
  /** JSON nested deeper is a dead letter. */
  readonly depthMax: number;
  /** Decompressed over compressed bytes, once past 64 MiB decompressed. */
  readonly expansionRatioMax: number;
  /** Envelopes inside envelopes. */
  readonly envelopesMax: number;
}

export const defaultDecodeLimits: DecodeLimits = {
  recordBytesMax: 16 * 1024 ** 2,
  depthMax: 256,
  expansionRatioMax: 1000,
  envelopesMax: 8,
};
