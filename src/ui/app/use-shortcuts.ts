import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export interface ShortcutHandlers {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

const chordMs = 1200;
const destinations = { o: '/', f: '/findings', e: '/events' } as const;

/** Keys that work everywhere but while typing. Pages mark what `/` and `r` mean with data-shortcut. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const navigate = useNavigate();
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][data-modal]') !== null) return;
      if (performance.now() < chordUntil) {
        chordUntil = 0;
        if (isDestination(event.key)) {
          event.preventDefault();
          void navigate({ to: destinations[event.key] });
        }
        return;
      }
      if (event.key === 'g') chordUntil = performance.now() + chordMs;
      else if (event.key === '?') latest.current.onHelp();
      else if (event.key === '/') press(event, 'search');
      else if (event.key === 'r') press(event, 'refresh');
      else if (event.key === 'j' || event.key === 'k') focusGrid(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
}

/** j and k outside a table move into the page's first one, which handles them from then on. */
function focusGrid(event: KeyboardEvent): void {
  const grid = document.querySelector<HTMLElement>('[data-grid]');
  if (grid === null || (event.target instanceof Node && grid.contains(event.target))) return;
  event.preventDefault();
  grid.focus();
  grid.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }));
}

function press(event: KeyboardEvent, name: 'search' | 'refresh'): void {
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
  if (target === null) return;
  event.preventDefault();
  if (name === 'search') target.focus();
  else target.click();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function isDestination(key: string): key is keyof typeof destinations {
  return Object.hasOwn(destinations, key);
}
