import { emptyColumns, type Event, type ParsedRecord } from '../event/event.ts';
import { EntityList } from './entities.ts';
import { normalizers } from './normalizers.ts';
import { plausibleTime } from './read.ts';

export interface Normalized {
  readonly event: Event;
  /** What makes two records the same event, log type first; null where only its place in its object does. */
  readonly nativeKey: readonly string[] | null;
}

/**
 * Fills the core columns of a record: first what its envelope says, then what it says itself. Never throws.
 * `event_id` stays '' and `time` null where neither says: the caller has the derived id and the delivery's time.
 */
export function normalize(record: ParsedRecord): Normalized {
  const { envelope } = record;
  const columns = emptyColumns();
  const entities = new EntityList();
  columns.time = plausibleTime(envelope.timeMs ?? Number.NaN);
  columns.account_id = envelope.accountId ?? '';
  columns.region = envelope.region ?? '';
  columns.log_group = envelope.logGroup ?? '';
  columns.log_stream = envelope.logStream ?? '';
  const own = normalizers[record.logType]?.(record, columns, entities) ?? null;
  if (columns.time !== null) columns.time = plausibleTime(columns.time);
  if (columns.event_id === '') columns.event_id = envelope.id ?? '';
  entities.add(columns.account_id);
  const { logType, raw, fields, rawIsJson } = record;
  const event: Event = { logType, raw, fields, rawIsJson, envelope, columns, entities: entities.toArray() };
  return { event, nativeKey: own ?? envelopeKey(record) };
}

/** The transport's id for this very record. */
function envelopeKey({ logType, envelope }: ParsedRecord): readonly string[] | null {
  const { id, accountId = '', logGroup = '', logStream = '' } = envelope;
  return id === undefined ? null : [logType, 'envelope', accountId, logGroup, logStream, id];
}
