import { type ReactNode, useEffect } from 'react';

export interface CardProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Card({ title, note, actions, children, className = '' }: CardProps) {
  return (
    <section
      aria-label={title}
      className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${className}`}
    >
      <header className="flex min-h-10 items-center gap-2 px-3.5 pt-1">
        <h2 className="font-semibold">{title}</h2>
        {note !== undefined && <span className="caption truncate">{note}</span>}
        <span className="flex-1" />
        {actions}
      </header>
      {children}
    </section>
  );
}

/** A page's own bar: its name, then what it offers. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Trailwatch`;
  }, [title]);
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
      <h1 className="mr-2 text-[0.9375rem] font-semibold">{title}</h1>
      {children}
    </header>
  );
}

/** A heading within a side panel, with what belongs under it. */
export function Section({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-t border-line px-4 py-3">
      <div className="mb-1.5 flex min-h-6 items-center justify-between gap-2">
        <h3 className="text-xs font-semibold text-muted">{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}
