import type { EventColumns, ParsedRecord } from '../event/event.ts';

/**
 * Fills the core columns of one log type, in place, and collects entities.
 * Never throws, whatever the fields hold: a value of an unexpected type counts as absent.
 * Values stay as the source wrote them. The envelope's account, region, group, stream and time have been applied before.
 *
 * Returns the parts of the record's own identity, log type first, such as `['aws.cloudtrail', account, eventID]`: two records
 * with equal parts are the same event. Null where the format has none: the record is then identified by its place in its object.
 */
export type Normalizer = (
  record: ParsedRecord,
  columns: EventColumns,
  entities: EntitySet,
) => readonly string[] | null;

/** Keeps order, drops '' and repeats, stops at `entitiesMax`. */
export interface EntitySet {
  add(value: unknown): void;
}
