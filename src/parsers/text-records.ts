import { TrailwatchError } from '../base/errors.ts';
import type { Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import type { Scope } from './envelope.ts';
import type { JsonSink, Span } from './json-sink.ts';
import { isFields, tryParseJson } from './json-values.ts';
import { type DecodeOptions, type LineParser, sampleLines, type TextFormat } from './parser.ts';
import type { Records } from './records.ts';
import { textFormats } from './text-formats.ts';

/** A format this sure of the first lines need not wait for more. */
const scoreCertain = 0.9;
const sampleBytesMax = 64 * 1024;
/** Lines that one record may go on for. */
const groupLinesMax = 1000;

/** Lines that belong together, with the first one's place. */
interface Group {
  readonly lines: Span[];
  readonly text: string[];
  bytes: number;
}

/**
 * Turns lines into records: finds the format from the first ones, groups lines that continue a record, and takes a line
 * that is a JSON object as the JSON record it is. The outcome does not depend on how the input was cut into chunks.
 */
export class TextRecords {
  private readonly records: Records;
  private readonly options: DecodeOptions;
  private readonly scope: Scope;
  private readonly json: Pick<JsonSink, 'value'>;
  private sample: Span[] | null = [];
  private sampleBytes = 0;
  private format: { readonly logType: LogType; readonly parser: LineParser } | null = null;
  private group: Group | null = null;
  private rejected = false;
  /** Asked before the format is chosen: false where the first lines are no text, and nothing may come of them. */
  private readonly accept: (lines: readonly Span[]) => boolean;

  constructor(
    records: Records,
    options: DecodeOptions,
    scope: Scope,
    json: Pick<JsonSink, 'value'>,
    accept: (lines: readonly Span[]) => boolean = () => true,
  ) {
    this.records = records;
    this.options = options;
    this.scope = scope;
    this.json = json;
    this.accept = accept;
  }

  /** The format has not been chosen yet. */
  get undecided(): boolean {
    return this.sample !== null;
  }

  /** Lines wait: for the format to be chosen, or for one that continues them. */
  get waiting(): boolean {
    return this.group !== null || (this.sample !== null && this.sample.length > 0);
  }

  /** A complete line, without its line break. */
  line(span: Span): void {
    if (this.rejected) return;
    if (this.sample === null) {
      this.take(span);
      return;
    }
    this.sample.push(span);
    this.sampleBytes += span.end - span.start;
    const texts = this.sample.map(textOf);
    const { format, score } = bestFormat(texts, this.options.forcedType);
    if (score >= scoreCertain || this.sample.length >= sampleLines || this.sampleBytes >= sampleBytesMax) {
      this.decide(format);
    }
  }

  /** No line follows that could continue the last record. */
  flush(): void {
    if (this.sample !== null && this.sample.length > 0) {
      this.decide(bestFormat(this.sample.map(textOf), this.options.forcedType).format);
    }
    this.closeGroup();
  }

  private decide(format: TextFormat | null): void {
    const lines = this.sample ?? [];
    this.sample = null;
    if (!this.accept(lines)) {
      this.rejected = true;
      return;
    }
    this.format = {
      logType: this.options.forcedType ?? format?.logType ?? 'app.text',
      parser: format?.open({ fieldList: this.options.fieldList }) ?? plainLines,
    };
    for (const line of lines) this.take(line);
  }

  private take(span: Span): void {
    const text = textOf(span);
    if (this.takeJson(text, span)) return;
    const { group } = this;
    const continues = group !== null && this.format?.parser.continues?.(text, group.text) === true;
    if (
      group !== null &&
      continues &&
      group.lines.length < groupLinesMax &&
      group.bytes < this.options.limits.recordBytesMax
    ) {
      group.lines.push(span);
      group.text.push(text);
      group.bytes += span.end - span.start;
      return;
    }
    this.closeGroup();
    this.group = { lines: [span], text: [text], bytes: span.end - span.start };
    if (this.format?.parser.continues === undefined) this.closeGroup();
  }

  /** A JSON object, or an array of some, on a line of its own, among lines of text. */
  private takeJson(text: string, span: Span): boolean {
    if (this.options.forcedType !== undefined || !/^(?:\{.*\}|\[.*\])\s*$/s.test(text)) return false;
    const value = tryParseJson(text);
    if (!isFields(value) && !(Array.isArray(value) && value.some(isFields))) return false;
    this.closeGroup();
    this.json.value(value, span);
    return true;
  }

  private closeGroup(): void {
    const { group, format } = this;
    this.group = null;
    if (group === null || format === null) return;
    const raw = rawOf(group);
    let fields: Fields | undefined;
    try {
      fields = format.parser.parse(group.text.join('\n'));
    } catch (error) {
      if (!(error instanceof TrailwatchError)) throw error;
      const place = group.lines[0]?.place ?? { offset: null, line: null };
      this.records.addDeadLetter(error.code, error.message, raw, place);
      return;
    }
    if (fields !== undefined) this.records.add(format.logType, fields, raw, false, this.scope.envelope);
  }
}

const plainLines: LineParser = { parse: (line) => (line.trim() === '' ? undefined : { message: line }) };

function bestFormat(
  lines: readonly string[],
  forced: LogType | undefined,
): { format: TextFormat | null; score: number } {
  if (forced !== undefined) {
    return { format: textFormats.find(({ logType }) => logType === forced) ?? null, score: 1 };
  }
  let best: TextFormat | null = textFormats.find(({ logType }) => logType === 'app.text') ?? null;
  let bestScore = 0;
  for (const format of textFormats) {
    const score = format.detect(lines);
    if (score > bestScore) {
      best = format;
      bestScore = score;
    }
  }
  return { format: best, score: bestScore };
}

function textOf({ bytes, start, end }: Span): string {
  return bytes.toString('utf8', start, end);
}

/** The lines with the line breaks that stood between them. */
function rawOf({ lines }: Group): Uint8Array {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return new Uint8Array(0);
  if (first.bytes === last.bytes) return first.bytes.subarray(first.start, last.end);
  const parts: Uint8Array[] = [];
  let previousEnd: number | null = null;
  for (const { bytes, start, end, place } of lines) {
    if (previousEnd !== null) parts.push(Buffer.from((place.offset ?? 0) - previousEnd > 1 ? '\r\n' : '\n'));
    parts.push(bytes.subarray(start, end));
    previousEnd = (place.offset ?? 0) + (end - start);
  }
  return Buffer.concat(parts);
}
