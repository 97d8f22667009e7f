import { RE2JS } from 're2js';
import { TrailwatchError } from '../base/errors.ts';

/** A compiled regular expression: searches anywhere in the text, in time linear in its length. */
export interface LinearRegex {
  test(text: string): boolean;
}

const sourceCharsMax = 4_096;
/** Instructions: memory and time per character are proportional to it. */
const programSizeMax = 10_000;

/**
 * Log content is attacker-controlled, so nothing that can backtrack runs here: patterns outside RE2's syntax are refused.
 * The same syntax is the engine's, so a rule means the same in SQL.
 */
export function compileRegex(source: string, flags: string): LinearRegex {
  if (source.length > sourceCharsMax) {
    throw new TrailwatchError('TW_RULE_REGEX', `the pattern is longer than ${sourceCharsMax} characters`, {
      hint: 'Split it into several values.',
    });
  }
  const pattern = compile(source, flags);
  if (pattern.programSize() > programSizeMax) {
    throw new TrailwatchError('TW_RULE_REGEX', 'the pattern is too large once its repetitions are counted', {
      hint: 'Lower the numbers in {n,m}.',
    });
  }
  return { test: (text) => pattern.test(text) };
}

function compile(source: string, flags: string): RE2JS {
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(source, bits);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrailwatchError(
      'TW_RULE_REGEX',
      `the regular expression cannot be used: ${reason.slice(0, 200)}`,
      {
        cause,
        hint: 'Use RE2 syntax: no lookahead, lookbehind or backreferences.',
      },
    );
  }
}
