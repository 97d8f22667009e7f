import { emptyColumns, type Event, type EventColumns, type Fields } from '../event/event.ts';
import type { LogType } from '../event/log-types.ts';
import { parseRules } from './load-rules.ts';
import type { Rule } from './rule.ts';

/** An event as detection sees it, for tests and benchmarks. */
export function eventOf(
  fields: Fields,
  columns: Partial<EventColumns> = {},
  logType: LogType = 'aws.cloudtrail',
): Event {
  return {
    logType,
    raw: Buffer.from(JSON.stringify(fields)),
    fields,
    rawIsJson: true,
    envelope: {},
    columns: { ...emptyColumns(), ...columns },
    entities: [],
  };
}

/** The one rule of a text; throws the reason when it is refused. */
export function ruleOf(text: string): Rule {
  const { rules, refused } = parseRules(text, 'rule.yml');
  const [rule] = rules;
  if (rule === undefined) throw new Error(JSON.stringify(refused));
  return rule;
}

/** A CloudTrail rule with this detection, indented as it stands. */
export function detectionRule(detection: string, head = ''): string {
  const body = detection.replaceAll(/^/gm, '  ');
  return `title: t\nid: r\nlevel: low\n${head}logsource: { product: aws, service: cloudtrail }\ndetection:\n${body}\n`;
}
