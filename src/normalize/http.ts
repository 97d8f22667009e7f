import type { EventColumns } from '../event/event.ts';

/** Below 400 the request was served; 000 and the like mean that no answer was sent. */
export function fillHttpStatus(columns: EventColumns, status: number | null): void {
  if (status === null) return;
  columns.outcome = status >= 100 && status < 400 ? 'success' : 'failure';
  if (columns.outcome === 'failure') columns.error_code = String(status);
}

/** The method of `GET https://example.com:443/ HTTP/1.1`; '' where the line is something else. */
export function methodOf(request: string): string {
  return /^[A-Za-z][A-Za-z_-]{0,31}(?= )/.exec(request)?.[0] ?? '';
}
