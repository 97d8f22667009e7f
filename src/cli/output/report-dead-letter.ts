import type { DeadLetter } from '../../event/dead-letter.ts';
import type { Tally } from '../process-paths.ts';
import { visibleText } from './visible-text.ts';

/** One line on standard error: where, why, code. */
export function reportDeadLetter(
  object: string,
  { code, message, line, offset }: DeadLetter,
  tally: Tally,
): void {
  tally.deadLetters += 1;
  if (code === 'TW_INPUT_UNREADABLE') tally.unreadable += 1;
  const place = line !== null ? `:${line}` : offset !== null ? ` at byte ${offset}` : '';
  process.stderr.write(`trailwatch: ${visibleText(`${object}${place}: ${message}`)} (${code})\n`);
}
