import { chainId, chainStart, identityOf } from '../base/ids.ts';
import { errorLine, TrailwatchError } from '../base/errors.ts';
import { type DeadLetter, deadLetterBytesMax } from '../event/dead-letter.ts';
import type { Event, EventColumns, ParsedRecord } from '../event/event.ts';
import type { Finding } from '../event/finding.ts';
import type { LogType } from '../event/log-types.ts';
import type { Detector } from '../detect/detector.ts';
import { createFinding } from '../detect/finding.ts';
import { normalize } from '../normalize/normalize.ts';
import { decodeObject } from '../parsers/decode.ts';
import { unknownFields } from '../parsers/drift.ts';
import type { DecodeLimits, Parsed } from '../parsers/parser.ts';
import type { DeliveryEnd } from '../sources/source.ts';

/** What becomes of one record of an object. */
export type Processed =
  | {
      readonly kind: 'event';
      readonly event: Event;
      /** 16 bytes; `event.columns.event_id` is its hex text where the record has no id of its own. */
      readonly id: Uint8Array;
      readonly findings: readonly Finding[];
      /** Names of fields that the format does not document. */
      readonly drift: readonly string[];
    }
  | { readonly kind: 'dead_letter'; readonly deadLetter: DeadLetter };

export interface ProcessOptions {
  readonly content: AsyncIterable<Uint8Array>;
  /** Path or key: for errors, and for hints such as account and region in S3 keys. */
  readonly name: string;
  /** Time of records that name none; they keep `columns.time` null. */
  readonly modifiedMs: number;
  readonly forcedType?: LogType | undefined;
  readonly fieldList?: readonly string[] | undefined;
  readonly limits: DecodeLimits;
  /** Undefined: nothing is detected. */
  readonly detector?: Detector | undefined;
  /** Fills columns from lookups (country, network). */
  enrich(columns: EventColumns): void;
  /** Identity chain to go on from, 32 hex digits. */
  readonly chain?: string | undefined;
}

export interface ObjectProcess {
  /**
   * All records in order: the one way from bytes to events, for the pipeline and for commands without a store.
   * Never throws for what the content holds: an unreadable or undecodable rest becomes a dead letter.
   */
  readonly results: AsyncIterable<readonly Processed[]>;
  /** Where the object left off; meaningful once `results` has ended. */
  end(): DeliveryEnd;
}

export function processObject(options: ProcessOptions): ObjectProcess {
  const state: State = {
    chain: options.chain === undefined ? chainStart : Buffer.from(options.chain, 'hex'),
    textType: null,
    unreadable: undefined,
  };
  return {
    results: processAll(options, state),
    end: () => ({
      chain: Buffer.from(state.chain).toString('hex'),
      textType: state.textType === null || state.textType === 'app.text' ? undefined : state.textType,
      unreadable: state.unreadable === true,
    }),
  };
}

interface State {
  chain: Uint8Array;
  /** null: no record yet; undefined: JSON or mixed. */
  textType: LogType | undefined | null;
  /** undefined: nothing has come yet. */
  unreadable: boolean | undefined;
}

async function* processAll(options: ProcessOptions, state: State): AsyncIterable<readonly Processed[]> {
  const { name, forcedType, fieldList, limits } = options;
  try {
    for await (const batch of decodeObject(options.content, { name, forcedType, fieldList, limits })) {
      const results = batch.map((parsed) => processRecord(parsed, options, state));
      noteReadable(results, state);
      yield results;
    }
  } catch (error) {
    if (!(error instanceof TrailwatchError)) throw error;
    const results: Processed[] = [{ kind: 'dead_letter', deadLetter: wholeObject(error) }];
    noteReadable(results, state);
    yield results;
  }
}

function noteReadable(results: readonly Processed[], state: State): void {
  const [first] = results;
  if (first === undefined) return;
  if (state.unreadable === undefined) {
    state.unreadable = first.kind === 'dead_letter' && first.deadLetter.code === 'TW_INPUT_UNREADABLE';
  } else {
    state.unreadable = false;
  }
}

function processRecord(parsed: Parsed, options: ProcessOptions, state: State): Processed {
  if (parsed.kind === 'dead_letter') return parsed;
  const { record } = parsed;
  try {
    const { event, nativeKey } = normalize(record);
    const id = nativeKey === null ? nextInChain(state, record) : identityOf(nativeKey);
    const { columns } = event;
    if (columns.event_id === '') columns.event_id = id.toString('hex');
    options.enrich(columns);
    const textType = record.rawIsJson ? undefined : record.logType;
    if (state.textType === null) state.textType = textType;
    else if (state.textType !== textType) state.textType = undefined;
    return {
      kind: 'event',
      event,
      id,
      findings: findingsOf(event, id, options),
      drift: unknownFields(record),
    };
  } catch (error) {
    // A defect of ours in one record must not cost the others: the record is kept for replay after the fix.
    return { kind: 'dead_letter', deadLetter: defective(record, error) };
  }
}

function nextInChain(state: State, record: ParsedRecord): Buffer {
  const id = chainId(state.chain, record.raw);
  state.chain = id;
  return id;
}

/** A finding's own id comes from the event's identity; it names the event as people and queries know it. */
function findingsOf(event: Event, id: Buffer, options: ProcessOptions): readonly Finding[] {
  const rules = options.detector?.match(event) ?? [];
  if (rules.length === 0) return [];
  const { event_id: eventId, time } = event.columns;
  const timeMs = time ?? options.modifiedMs;
  return rules.map((rule) => ({
    ...createFinding(rule, event, id.toString('hex')),
    eventIds: [eventId],
    timeMs,
  }));
}

function wholeObject(error: TrailwatchError): DeadLetter {
  return {
    code: error.code,
    message: error.message,
    bytes: new Uint8Array(),
    bytesTotal: null,
    offset: null,
    line: null,
  };
}

function defective(record: ParsedRecord, error: unknown): DeadLetter {
  return {
    code: error instanceof TrailwatchError ? error.code : 'TW_INTERNAL',
    message: `a defect in Trailwatch: ${errorLine(error)}`,
    bytes: record.raw.slice(0, deadLetterBytesMax),
    bytesTotal: record.raw.length,
    offset: null,
    line: null,
  };
}
