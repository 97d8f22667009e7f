import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useState } from 'react';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Modal } from '../parts/modal.tsx';
import { describeLast, presets, relative } from '../time/time-range.ts';
import { setTheme, themes } from './theme.ts';

interface Command {
  readonly label: string;
  readonly icon: IconName;
  readonly run: () => unknown;
}

export interface CommandPaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

export default function CommandPalette({ onClose, onHelp }: CommandPaletteProps) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const commands = useCommands(text, onHelp);
  const index = Math.min(active, commands.length - 1);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(index + 1, commands.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(index - 1, 0));
    else if (event.key === 'Enter') run(commands[index]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal title="Commands" hideTitle onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Command, or a value to search for"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={`${listId}-${index}`}
        placeholder="A page, a range, or an address, ARN or key to search for"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-11 border-b border-line bg-transparent px-4 text-sm outline-none"
      />
      <div id={listId} role="listbox" aria-label="Commands" className="overflow-y-auto p-1.5">
        {commands.map((command, position) => (
          <div
            key={command.label}
            id={`${listId}-${position}`}
            role="option"
            tabIndex={-1}
            aria-selected={position === index}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
            onMouseMove={() => setActive(position)}
            className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 aria-selected:bg-selected"
          >
            <Icon name={command.icon} className="text-faint" />
            <span className="truncate">{command.label}</span>
          </div>
        ))}
      </div>
    </Modal>
  );
}

function useCommands(text: string, onHelp: () => void): readonly Command[] {
  const navigate = useNavigate();
  const needle = text.trim();
  const fixed: readonly Command[] = [
    { label: 'Overview', icon: 'overview', run: () => navigate({ to: '/' }) },
    { label: 'Findings', icon: 'findings', run: () => navigate({ to: '/findings' }) },
    {
      label: 'Findings: critical and high',
      icon: 'findings',
      run: () => navigate({ to: '/findings', search: { severity: 'critical,high' } }),
    },
    { label: 'Events', icon: 'events', run: () => navigate({ to: '/events' }) },
    { label: 'Events: SQL', icon: 'code', run: () => navigate({ to: '/events', search: { sql: '' } }) },
    ...presets.map(
      (last): Command => ({
        label: `Range: ${describeLast(last).toLowerCase()}`,
        icon: 'clock',
        run: () => navigate({ to: '.', search: (before) => ({ ...before, ...relative(last) }) }),
      }),
    ),
    ...themes.map(
      (theme): Command => ({
        label: `Theme: ${theme}`,
        icon: theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'system',
        run: () => setTheme(theme),
      }),
    ),
    { label: 'Help and shortcuts', icon: 'help', run: onHelp },
  ];
  const matching = fixed.filter(({ label }) => label.toLowerCase().includes(needle.toLowerCase()));
  if (needle === '') return matching;
  const search: Command = {
    label: `Search events for ${needle}`,
    icon: 'search',
    run: () => navigate({ to: '/events', search: { search: needle } }),
  };
  return [...matching, search];
}
