import type { ReactNode } from 'react';
import { ApiError } from '../client/api-client.ts';
import { visibleText } from '../untrusted/visible-text.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyStateProps {
  readonly icon?: IconName;
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ icon = 'inbox', title, children, action }: EmptyStateProps) {
  return (
    <div
      role="status"
      className="mx-auto flex max-w-md flex-col items-center justify-center gap-2 px-6 py-12 text-center"
    >
      <span className="mb-1 rounded-full bg-raised p-3 text-faint">
        <Icon name={icon} size={20} />
      </span>
      <p className="text-sm font-semibold">{title}</p>
      {children !== undefined && <div className="text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  readonly error: unknown;
  readonly what?: string;
  /** What to do where the server gives no hint. */
  readonly hint?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** The server's own words: what failed, what to do, and the code to look up. */
export function ErrorState({ error, what, hint: otherwise, onRetry }: ErrorStateProps) {
  const { title, hint = otherwise, code } = describe(error);
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-lg flex-col items-center justify-center gap-2 px-6 py-10 text-center"
    >
      <span className="mb-1 rounded-full bg-critical-fill p-3 text-critical">
        <Icon name="warning" size={20} />
      </span>
      {what !== undefined && <p className="caption">{what}</p>}
      <p className="text-sm font-semibold break-words">{title}</p>
      {hint !== undefined && <p className="text-muted">{hint}</p>}
      {code !== undefined && <p className="font-mono text-2xs text-faint">{code}</p>}
      {onRetry !== undefined && (
        <Button icon="refresh" className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function describe(error: unknown): { title: string; hint?: string | undefined; code?: string } {
  if (error instanceof ApiError)
    return {
      title: visibleText(error.message),
      hint: error.hint && visibleText(error.hint),
      code: error.code,
    };
  return {
    title: 'This page failed',
    hint: 'Reload it. If it fails again, please report it with this text.',
    code: String(error),
  };
}

const widths = ['w-11/12', 'w-3/5', 'w-4/5', 'w-2/5', 'w-3/4', 'w-1/2'] as const;

export function LoadingRows({ rows = 8, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={`skeleton h-3.5 ${widths[row % widths.length] ?? ''}`} />
      ))}
    </div>
  );
}
