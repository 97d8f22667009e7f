import type { TextFormat } from '../parser.ts';
import { parseSyslogLine } from './syslog-line.ts';

const rfc5424 = /^(?:\d{1,7} )?<\d{1,3}>1 (?:-|\d{4}-\d\d-\d\dT\S+) \S+ \S+ \S+ \S+ (?:-|\[)/;
const withPri = /^(?:\d{1,7} )?<\d{1,3}>\S/;
const bsd = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \S+ [^\s:[\]]+(?:\[[^\]\s]+\])?: /;
/** What rsyslog and systemd write with precise times; the process id tells it from other lines that start with a time. */
const precise = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d) [\w.-]+ [\w./-]+\[\d+\]: /;

export const syslogFormat: TextFormat = {
  kind: 'text',
  logType: 'syslog',
  knownFields: new Set([
    'facility',
    'severity',
    'version',
    'timestamp',
    'hostname',
    'appname',
    'procid',
    'msgid',
    'structured_data',
    'message',
  ]),
  detect(lines) {
    const records = lines.filter((line) => line.trim() !== '');
    if (records.length === 0) return 0;
    let score = 0;
    for (const line of records) score += scoreOf(line);
    return score / records.length;
  },
  open: () => ({ parse: (line) => (line.trim() === '' ? undefined : parseSyslogLine(line)) }),
};

function scoreOf(line: string): number {
  if (rfc5424.test(line)) return 0.99;
  if (withPri.test(line)) return 0.95;
  if (bsd.test(line)) return 0.94;
  return precise.test(line) ? 0.91 : 0;
}
