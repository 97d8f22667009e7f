import type { Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import type { EnvelopeContext, Scope } from './envelope.ts';
import type { Span } from './json-sink.ts';
import { isFields, tryParseJson } from './json-values.ts';
import type { DecodeOptions, LineParser, TextFormat } from './parser.ts';
import type { Records } from './records.ts';
import { textFormats } from './text-formats.ts';

/** Below this a message stays an ordinary CloudWatch Logs event: one line alone is little evidence. */
const scoreMin = 0.8;
const groupsMax = 256;

/** Log groups that AWS services write to by default, and what they hold. */
const groupHints: readonly { readonly pattern: RegExp; readonly logType: LogType }[] = [
  { pattern: /^\/aws\/lambda\//, logType: 'aws.lambda' },
  { pattern: /^\/aws\/rds\//, logType: 'aws.rds' },
  { pattern: /tgw|transit-?gateway/i, logType: 'aws.tgwflow' },
  { pattern: /flow-?logs?/i, logType: 'aws.vpcflow' },
];

/**
 * Turns CloudWatch Logs messages into records, one each: JSON by its shape, text by what its log group usually holds and
 * by content. A message that no format can parse is a record all the same (aws.lambda or aws.cloudwatch_logs).
 */
export class LogMessages {
  private readonly records: Records;
  private readonly options: DecodeOptions;
  /** Parsers keep state (a header), so each group has its own. */
  private readonly parsers = new Map<string, LineParser>();

  constructor(records: Records, options: DecodeOptions) {
    this.records = records;
    this.options = options;
  }

  add(text: string, extracted: Fields | null, span: Span, scope: Scope, context: EnvelopeContext): void {
    const hint = hintOf(scope.envelope.logGroup);
    const { forcedType } = this.options;
    const fallback = forcedType ?? (hint === 'aws.lambda' ? hint : 'aws.cloudwatch_logs');
    const raw = Buffer.from(text);
    if (text.trimStart().startsWith('{')) {
      const value = tryParseJson(text);
      if (isFields(value)) {
        const inner = { bytes: raw, start: 0, end: raw.length, place: span.place };
        if (context.isKnown(value)) context.value(value, inner, scope);
        else context.record(fallback, value, inner, scope);
        return;
      }
    }
    const line = text.replace(/\r?\n$/, '');
    const format = chooseFormat(line, forcedType ?? hint);
    const fields = format === null ? undefined : this.parse(format, line, scope.envelope.logGroup ?? '');
    if (format !== null && fields !== undefined) {
      this.records.add(format.logType, fields, raw, false, scope.envelope);
    } else {
      this.records.add(fallback, { ...extracted, message: line }, raw, false, scope.envelope);
    }
  }

  private parse(format: TextFormat, line: string, logGroup: string): Fields | undefined {
    const key = `${format.logType} ${logGroup}`;
    let parser = this.parsers.get(key);
    if (parser === undefined) {
      parser = format.open({ fieldList: this.options.fieldList });
      if (this.parsers.size < groupsMax) this.parsers.set(key, parser);
    }
    try {
      return parser.parse(line);
    } catch {
      return undefined; // the hint was wrong for this message: it stays an ordinary one
    }
  }
}

function hintOf(logGroup: string | undefined): LogType | null {
  if (logGroup === undefined) return null;
  return groupHints.find(({ pattern }) => pattern.test(logGroup))?.logType ?? null;
}

function chooseFormat(line: string, hint: LogType | null): TextFormat | null {
  let best: TextFormat | null = null;
  let bestScore = scoreMin;
  for (const format of textFormats) {
    if (format.logType === hint) return format;
    if (format.logType === 'app.text' || format.logType === 'app.csv') continue;
    const score = format.detect([line]);
    if (score >= bestScore) {
      best = format;
      bestScore = score;
    }
  }
  return best;
}
