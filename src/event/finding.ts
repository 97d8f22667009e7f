import type { Severity } from './event.ts';

/** One rule matched one event (or, for a correlation, one group of events). */
export interface Finding {
  /** 32 hex digits from rule id and event ids: the same match always has the same id. */
  readonly id: string;
  /** Sigma id, or the file's stem where the rule has none. */
  readonly rule: string;
  readonly ruleName: string;
  /** 12 hex digits over the rule's text. */
  readonly ruleVersion: string;
  readonly severity: Severity;
  /** Event time, ms since 1970. */
  readonly timeMs: number;
  readonly eventIds: readonly string[];
  /** ATT&CK technique ids (T1078.004) and tactics as Sigma tags name them. */
  readonly attack: readonly string[];
  readonly logType: string;
  readonly accountId: string;
  readonly region: string;
  readonly actor: string;
  readonly srcIp: string;
  readonly resource: string;
  /** Group-by fields and values; {} for single-event rules. */
  readonly group: Readonly<Record<string, string>>;
  /** Entities of the event. */
  readonly entities: readonly string[];
  /** One sentence that an analyst understands, from the event's own values. */
  readonly sentence: string;
}
