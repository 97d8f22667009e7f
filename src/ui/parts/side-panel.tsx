import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from './button.tsx';

export interface SidePanelProps {
  readonly label: string;
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Details beside a table, over it where there is no room. Not modal: the table stays usable, Esc closes. */
export function SidePanel({ label, title, actions, onClose, children }: SidePanelProps) {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, .cm-editor')) return;
      close.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <aside
      aria-label={label}
      className="flex w-[min(46rem,48vw)] shrink-0 flex-col border-l border-line bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:w-[min(46rem,100%)] max-lg:shadow-float"
    >
      <header className="flex items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
        <div className="min-w-0 flex-1">{title}</div>
        {actions}
        <IconButton icon="close" label="Close (Esc)" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  );
}
