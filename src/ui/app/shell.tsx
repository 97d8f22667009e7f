import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { apiDelete } from '../client/api-client.ts';
import { infoQuery } from '../client/queries.ts';
import { IconButton } from '../parts/button.tsx';
import { Icon, type IconName, Logo } from '../parts/icon.tsx';
import { setTheme, themes, useTheme } from './theme.ts';
import { useShortcuts } from './use-shortcuts.ts';

// Both open on demand only, so neither is part of the first load.
const HelpDialog = lazy(() => import('./help-dialog.tsx'));
const CommandPalette = lazy(() => import('./command-palette.tsx'));

const pages = [
  { to: '/', label: 'Overview', icon: 'overview', keys: 'g o' },
  { to: '/findings', label: 'Findings', icon: 'findings', keys: 'g f' },
  { to: '/events', label: 'Events', icon: 'events', keys: 'g e' },
] as const;

export function Shell() {
  const [open, setOpen] = useState<'help' | 'palette' | null>(null);
  const { theme } = useTheme();
  useShortcuts({ onHelp: () => setOpen('help'), onPalette: () => setOpen('palette') });
  const close = () => setOpen(null);
  return (
    <div className="flex h-full max-md:flex-col">
      <a
        href="#page"
        className="sr-only z-50 rounded bg-surface px-3 py-2 shadow-float focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <nav
        aria-label="Main"
        className="flex w-44 shrink-0 flex-col gap-0.5 border-r border-line bg-surface p-2 max-lg:w-14 max-md:w-full max-md:flex-row max-md:border-r-0 max-md:border-b"
      >
        <Link to="/" className="mb-3 flex items-center gap-2.5 rounded-md px-2 py-1.5 max-md:mb-0">
          <Logo />
          <span className="text-sm font-semibold tracking-tight max-lg:hidden">Trailwatch</span>
        </Link>
        {pages.map((page) => (
          <PageLink key={page.to} {...page} />
        ))}
        <button
          type="button"
          onClick={() => setOpen('palette')}
          aria-label="Commands"
          title="Commands (Ctrl+K)"
          className="mt-2 flex items-center gap-2.5 rounded-md px-2 py-1.5 text-faint hover:bg-hover hover:text-text max-md:mt-0"
        >
          <Icon name="search" />
          <span className="flex-1 text-left max-lg:hidden">Go to …</span>
          <kbd className="font-mono text-2xs max-lg:hidden">Ctrl K</kbd>
        </button>
        <span className="flex-1" />
        <Connection />
        <div className="flex items-center gap-0.5 max-lg:flex-col max-md:flex-row">
          <IconButton
            icon={theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'system'}
            label={`Theme: ${theme}. Change`}
            onClick={() => setTheme(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system')}
          />
          <IconButton icon="help" label="Help and shortcuts (?)" onClick={() => setOpen('help')} />
          <SignOutButton />
        </div>
      </nav>
      <main id="page" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
        <Outlet />
      </main>
      <Suspense>
        {open === 'help' && <HelpDialog onClose={close} />}
        {open === 'palette' && <CommandPalette onClose={close} onHelp={() => setOpen('help')} />}
      </Suspense>
    </div>
  );
}

interface PageLinkProps {
  readonly to: (typeof pages)[number]['to'];
  readonly label: string;
  readonly icon: IconName;
  readonly keys: string;
}

function PageLink({ to, label, icon, keys }: PageLinkProps) {
  return (
    <Link
      to={to}
      title={`${label} (${keys})`}
      aria-label={label}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className="group flex items-center gap-2.5 rounded-md px-2 py-1.5 font-medium text-muted hover:bg-hover hover:text-text data-[status=active]:bg-selected data-[status=active]:text-text"
    >
      <Icon name={icon} className="group-data-[status=active]:text-accent" />
      <span className="flex-1 max-lg:hidden">{label}</span>
      <kbd className="font-mono text-2xs text-faint opacity-0 group-hover:opacity-100 max-lg:hidden">
        {keys}
      </kbd>
    </Link>
  );
}

/** Silent while all is well: a lost server is said at once, with what happens next. */
function Connection() {
  const { isError, data } = useQuery(infoQuery);
  if (!isError) {
    return <span className="px-2 pb-1 text-2xs text-faint max-lg:hidden">Version {data?.version}</span>;
  }
  return (
    <p role="alert" className="mb-1 rounded-md bg-critical-fill px-2 py-1.5 text-2xs text-critical">
      <strong className="font-semibold">No connection.</strong>{' '}
      <span className="max-lg:hidden">Trailwatch does not answer. Trying again every 15 seconds.</span>
    </p>
  );
}

function SignOutButton() {
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => apiDelete('/session'),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: infoQuery.queryKey });
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== infoQuery.queryKey[0] });
    },
  });
  return (
    <IconButton
      icon="signOut"
      label="Sign out"
      disabled={signOut.isPending}
      onClick={() => signOut.mutate()}
    />
  );
}
