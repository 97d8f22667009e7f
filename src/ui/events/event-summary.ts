import type { EventRow } from '../../api/events.ts';
import { formatBytes } from '../parts/format-number.ts';

const rawMax = 400;

/** One line that says what happened, whatever the log type. */
export function summarizeEvent(event: EventRow): string {
  if (event.operation !== '' && event.service !== '') {
    const service = event.service.replace(/\.amazonaws\.com$/, '');
    return `${service} ${event.operation} ${shortArn(event.resource)}`.trimEnd();
  }
  if (event.dst_ip !== '') return summarizeFlow(event);
  if (event.message !== '')
    return event.operation === '' ? event.message : `${event.operation} ${event.message}`;
  if (event.operation !== '') return `${event.operation} ${event.resource}`.trimEnd();
  return event.raw.slice(0, rawMax);
}

/** What tells one ARN from another stands at its end; its account has a column of its own. */
export function shortArn(text: string): string {
  return /^arn:[\w-]*:[\w-]*:[\w-]*:\d*:(?<rest>.+)$/s.exec(text)?.groups?.['rest'] ?? text;
}

function summarizeFlow(event: EventRow): string {
  const from = endpoint(event.src_ip, event.src_port);
  const to = endpoint(event.dst_ip, event.dst_port);
  const words = [event.action || event.operation, event.protocol, from, '→', to];
  if (event.bytes !== null) words.push(formatBytes(event.bytes));
  return words.filter((word) => word !== '').join(' ');
}

function endpoint(ip: string, port: number | null): string {
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
