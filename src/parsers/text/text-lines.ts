import { readTimestamp } from '../../base/timestamps.ts';
import type { MutableFields } from '../fields.ts';
import type { LineParser } from '../parser.ts';

/** Where a level may stand after the time: behind a thread, a logger or a process id. */
const levelWithin = 80;
const level =
  /(?<![\w.-])(TRACE|DEBUG|FINE|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|CRIT|CRITICAL|FATAL|SEVERE|ALERT|EMERG|PANIC|(?:trace|debug|info|notice|warn|warning|error|crit|critical|fatal|alert|emerg)(?=[\]:>|]))(?![\w.-])/;

/** What goes on from the line before: the stack traces of Java, Python, JavaScript, Go and .NET, and wrapped messages. */
const continuation =
  /^(?:\s+\S|Caused by: |(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Throwable)\b|Suppressed: |\.\.\. \d+ more|goroutine \d+ \[|Traceback \(most recent call last\)|During handling of the above exception|The above exception was)/;
const pythonError = /^[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Timeout)\b(?::|$)/;

/** Log lines of any program: a time at the start, a level soon after, and the message. */
export function createTextLines(): LineParser {
  return {
    parse: (text) => (text.trim() === '' ? undefined : parseTextRecord(text)),
    continues: (text, soFar) =>
      continuation.test(text) ||
      (pythonError.test(text) && soFar.some((line) => line.startsWith('Traceback ('))),
  };
}

function parseTextRecord(text: string): MutableFields {
  const fields: MutableFields = {};
  const bracketed = text.startsWith('[');
  const time = readTimestamp(text, bracketed ? 1 : 0);
  let rest = text;
  if (time !== null) {
    fields['timestamp'] = text.slice(bracketed ? 1 : 0, time.end);
    rest = text.slice(time.end).replace(/^[\])]?[\s|,:-]*/, '');
  }
  const found = level.exec(rest.slice(0, levelWithin));
  if (found !== null && (time !== null || found.index <= 1)) {
    fields['level'] = found[1];
    const before = rest.slice(0, found.index);
    // Only where the level opens the message is it taken out of it: what stands before it would be lost otherwise.
    if (/^[\s[(<|]*$/.test(before))
      rest = rest.slice(found.index + (found[1]?.length ?? 0)).replace(/^[\])>|:]*[\s|:-]*/, '');
  }
  fields['message'] = rest;
  return fields;
}
