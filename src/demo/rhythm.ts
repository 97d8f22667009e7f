/** An office: people start and stop work by its clock, and rest at weekends. */
export interface Office {
  readonly name: string;
  /** Hours ahead of UTC. */
  readonly utcOffset: number;
  /** Share of the organisation's people. */
  readonly share: number;
}

export const offices: readonly Office[] = [
  { name: 'Lisbon', utcOffset: 0, share: 0.3 },
  { name: 'Berlin', utcOffset: 1, share: 0.25 },
  { name: 'Chicago', utcOffset: -6, share: 0.3 },
  { name: 'Sydney', utcOffset: 10, share: 0.15 },
];

const hourMs = 3_600_000;
/** Share of an office at work at each local hour of a working day. */
const workday = [
  0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.2, 0.6, 0.95, 1, 0.95, 0.7, 0.85, 1, 0.95, 0.85, 0.6, 0.3, 0.15,
  0.1, 0.08, 0.05, 0.02,
];
const weekendShare = 0.06;

/** How busy the people of one office are, 0 to 1. */
export function officeActivity(office: Office, timeMs: number): number {
  const local = timeMs + office.utcOffset * hourMs;
  const hour = Math.floor(local / hourMs) % 24;
  const day = (Math.floor(local / (24 * hourMs)) + 4) % 7; // 0 is Sunday: 1970 began on a Thursday
  const level = workday[hour] ?? 0;
  return day === 0 || day === 6 ? level * weekendShare : level;
}

/** How busy all people are, 0 to 1. */
export function humanActivity(timeMs: number): number {
  return offices.reduce((sum, office) => sum + office.share * officeActivity(office, timeMs), 0);
}

/** How much happens at all: machines never stop, but what they do follows the customers and the people. */
export function totalActivity(timeMs: number): number {
  const utcHour = (timeMs / hourMs) % 24;
  const customers = 0.5 + 0.5 * Math.sin(((utcHour - 9) / 24) * 2 * Math.PI);
  return 0.45 + 0.25 * customers + 0.6 * humanActivity(timeMs);
}

/** A stretch of time and how many records fall into it. */
export interface Slice {
  readonly startMs: number;
  readonly endMs: number;
  readonly records: number;
}

const sliceRecords = 2000;
const sliceMsMin = 10;
const sliceMsMax = 3_600_000;

/** Cuts the span into slices of bounded size that follow the rhythm and add up to exactly `records`. */
export function* planSlices(startMs: number, endMs: number, records: number): Generator<Slice> {
  const spanMs = endMs - startMs;
  const ideal = (spanMs * sliceRecords) / Math.max(records, 1);
  const sliceMs = Math.min(sliceMsMax, Math.max(sliceMsMin, Math.round(ideal)), spanMs);
  const count = Math.ceil(spanMs / sliceMs);
  let weightTotal = 0;
  for (let i = 0; i < count; i++) weightTotal += sliceWeight(startMs, endMs, sliceMs, i);
  let weight = 0;
  let given = 0;
  for (let i = 0; i < count; i++) {
    weight += sliceWeight(startMs, endMs, sliceMs, i);
    const until = i === count - 1 ? records : Math.round((weight / weightTotal) * records);
    const sliceStart = startMs + i * sliceMs;
    yield { startMs: sliceStart, endMs: Math.min(endMs, sliceStart + sliceMs), records: until - given };
    given = until;
  }
}

function sliceWeight(startMs: number, endMs: number, sliceMs: number, index: number): number {
  const from = startMs + index * sliceMs;
  const to = Math.min(endMs, from + sliceMs);
  return totalActivity((from + to) / 2) * (to - from);
}
