import type { LogType } from '../event/log-types.ts';
import { jsonFormats } from './json-formats.ts';
import { textFormats } from './text-formats.ts';

const byLogType = new Map<LogType, ReadonlySet<string> | 'open'>();
for (const { logType, knownFields } of [...jsonFormats, ...textFormats]) {
  const before = byLogType.get(logType);
  // A log type that comes in two formats (ALB logs as text, CloudFront as JSON) has the fields of both.
  if (before === 'open' || knownFields === 'open') byLogType.set(logType, 'open');
  else byLogType.set(logType, new Set([...(before ?? []), ...knownFields]));
}

/** Top-level field names that the log type's formats document; 'open' where any name is normal. */
export function knownFieldsOf(logType: LogType): ReadonlySet<string> | 'open' {
  return byLogType.get(logType) ?? 'open';
}

/** The same as paths for checking rules: below a documented field anything may come. */
export function knownPathsOf(logType: LogType): ReadonlySet<string> | 'open' {
  const names = knownFieldsOf(logType);
  return names === 'open' ? names : new Set([...names].flatMap((name) => [name, `${name}.*`]));
}
