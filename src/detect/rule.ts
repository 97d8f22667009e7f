import type { ErrorCode } from '../base/errors.ts';
import type { Fields, Severity } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import type { Expr } from './ir.ts';
import type { LintKind } from './lint-kinds.ts';

/** One detection rule, validated and ready to compile. Plain data: it can be posted to a worker thread. */
export interface Rule {
  /** Sigma id, or the file's stem where the rule has none. Unique within a load. */
  readonly id: string;
  /** Sigma `name`, by which correlations and filters may refer to the rule. */
  readonly name: string | null;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: string;
  readonly author: string;
  readonly date: string;
  readonly modified: string;
  readonly tags: readonly string[];
  /** Technique ids (T1078.004) and tactics, from `attack.` tags. */
  readonly attack: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly file: string;
  /** 1-based line that the rule's document starts at. */
  readonly line: number;
  /** The document as written. */
  readonly text: string;
  /** 12 hex digits over the text of the rule and of the filters applied to it. */
  readonly version: string;
  readonly logSource: LogSource;
  /** The log types it is asked of; 'any' without a restriction; [] where nothing here produces its log source. */
  readonly logTypes: readonly LogType[] | 'any';
  readonly expr: Expr;
  /** False for the parts of a correlation that says nothing of its parts: they raise no findings of their own. */
  readonly standalone: boolean;
  readonly sentence: string | null;
  readonly severityReason: string;
  readonly nextSteps: readonly string[];
  readonly playbook: string | null;
  readonly samples: RuleSamples;
}

export interface LogSource {
  readonly product: string | null;
  readonly service: string | null;
  readonly category: string | null;
}

export interface RuleSamples {
  readonly match: readonly RuleSample[];
  readonly noMatch: readonly RuleSample[];
}

export interface RuleSample {
  readonly name: string;
  /** The log type it is of, where the rule is asked of several. */
  readonly logType: LogType | null;
  /** A native record, under the names its source gives. */
  readonly event: Fields;
}

/** Why a rule or file was refused. */
export interface RuleProblem {
  readonly file: string;
  readonly line: number | null;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What lint says about a rule that runs. */
export interface RuleWarning {
  readonly file: string;
  readonly line: number | null;
  readonly code: LintKind;
  readonly message: string;
}

/** A correlation document: valid, kept, and not run by the single-event engine. */
export interface CorrelationRule {
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly tags: readonly string[];
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly timespanMs: number;
  readonly condition: CorrelationCondition | null;
  readonly generate: boolean;
}

export interface CorrelationCondition {
  readonly bounds: readonly {
    readonly op: 'lt' | 'lte' | 'gt' | 'gte' | 'eq' | 'neq';
    readonly value: number;
  }[];
  /** Fields whose values are counted, summed or ranked. */
  readonly fields: readonly string[];
  readonly percentile: number | null;
}

export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export interface RuleLoad {
  readonly rules: readonly Rule[];
  readonly refused: readonly RuleProblem[];
  readonly warnings: readonly RuleWarning[];
  readonly correlations: readonly CorrelationRule[];
  /** Filters that were read, and how many rules each was applied to. */
  readonly filters: readonly { readonly title: string; readonly file: string; readonly applied: number }[];
}
