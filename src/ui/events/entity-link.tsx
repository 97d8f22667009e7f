import { Link } from '@tanstack/react-router';
import { Icon } from '../parts/icon.tsx';
import type { RangeSearch } from '../time/time-range.ts';
import { Untrusted } from '../untrusted/untrusted.tsx';
import { visibleText } from '../untrusted/visible-text.ts';

export interface EntityLinkProps {
  readonly value: string;
  readonly range: RangeSearch;
}

/** A value that leads to every event that holds it. */
export function EntityLink({ value, range }: EntityLinkProps) {
  return (
    <Link
      to="/events"
      search={{ ...range, search: value }}
      title={`Events with ${visibleText(value)}`}
      className="inline-block max-w-full truncate rounded border border-line bg-raised px-1.5 font-mono text-xs hover:border-accent hover:text-accent"
    >
      <Untrusted text={value} max={160} />
    </Link>
  );
}

export function EntitySearchButton({ value, range }: EntityLinkProps) {
  return (
    <Link
      to="/events"
      search={{ ...range, search: value }}
      aria-label={`Events with ${visibleText(value).slice(0, 80)}`}
      title="Events with this value"
      className="inline-flex size-5 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
    >
      <Icon name="search" size={13} />
    </Link>
  );
}
