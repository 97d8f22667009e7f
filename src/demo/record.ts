import type { LogType } from '../event/log-types.ts';

/** One simulated log record as its service would have written it. */
export interface SimulatedRecord {
  readonly logType: LogType;
  readonly timeMs: number;
  readonly accountId: string;
  readonly region: string;
  /** Which stream of files it belongs to: records of one feed share their format. */
  readonly feed: string;
  readonly text: string;
  readonly label?: Label | undefined;
}

/** Ground truth: this record is a step of an attack. */
export interface Label {
  readonly scenario: string;
  readonly step: string;
  /** MITRE ATT&CK technique. */
  readonly technique: string;
  /** The record's own id (CloudTrail eventID, GuardDuty id); '' where its format has none. */
  readonly eventId: string;
  /** Which behaviours a detection should name, such as `console-login-without-mfa`; [] where the step alone is ordinary. */
  readonly topics: readonly string[];
}

export type RecordSink = (timeMs: number, accountId: string, region: string, text: string) => void;

/**
 * Writes related records, the first at `startMs`, none at or after `endMs`, at least one and at most `limit`.
 * Returns how many.
 */
export type Burst = (startMs: number, endMs: number, limit: number, sink: RecordSink) => number;
