import { EventRow } from '../../api/events.ts';
import type { StoredEvent } from '../../store/read/read-events.ts';

/** Proves that a stored row has the form the API promises. */
export function asEventRow(row: StoredEvent): EventRow {
  return EventRow.parse(row);
}
