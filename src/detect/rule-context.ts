import { type ErrorCode, TrailwatchError } from '../base/errors.ts';
import type { LintKind } from './lint-kinds.ts';

/** What the compilation of one document knows of its surroundings. */
export interface RuleContext {
  readonly file: string;
  /** Major version of the specification the document asks for: 2 unless it says so. */
  readonly sigmaVersion: number;
  /** Values for `%placeholder%`. */
  readonly placeholders: Placeholders;
  warn(code: LintKind, line: number, message: string): void;
}

export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** Values that one field of one rule may expand to, by placeholders, dashes and offsets. */
export const valuesMax = 20_000;
/** Nodes of one rule's expression. */
export const exprNodesMax = 50_000;

export function ruleError(
  context: { readonly file: string },
  line: number,
  message: string,
  hint?: string,
  code: ErrorCode = 'TW_RULE_INVALID',
): TrailwatchError {
  return new TrailwatchError(code, message, { at: { file: context.file, line }, hint });
}
