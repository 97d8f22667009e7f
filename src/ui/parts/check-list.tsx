import { Popover } from 'radix-ui';
import { useState } from 'react';
import { visibleText } from '../untrusted/visible-text.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly count?: number;
  readonly color?: string | undefined;
}

export interface CheckListProps {
  readonly label: string;
  readonly icon?: IconName;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** At most one may be chosen. */
  readonly single?: boolean;
}

const shownMax = 200;

/** A filter button that opens a searchable list of values to tick. */
export function CheckList({ label, icon, choices, chosen, onChange, single = false }: CheckListProps) {
  const [open, setOpen] = useState(false);
  const [needle, setNeedle] = useState('');
  const matching = withChosen(choices, chosen).filter(({ label: text, value }) =>
    `${text} ${value}`.toLowerCase().includes(needle.toLowerCase()),
  );
  const toggle = (value: string) => {
    const without = chosen.filter((other) => other !== value);
    const added = without.length === chosen.length;
    onChange(single ? (added ? [value] : []) : added ? [...chosen, value] : without);
    if (single) setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          {...(icon !== undefined && { icon })}
          className={chosen.length > 0 ? 'border-accent text-accent' : ''}
        >
          {summary(label, choices, chosen)}
          <Icon name="down" size={11} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          className="z-40 flex max-h-96 w-80 flex-col rounded-lg border border-line bg-surface shadow-float"
          aria-label={label}
        >
          <input
            type="text"
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder={`Search ${label.toLowerCase()}`}
            value={needle}
            onChange={({ target }) => setNeedle(target.value)}
            className="m-2 h-7 rounded-md border border-line-strong bg-canvas px-2"
          />
          <div
            className="min-h-0 overflow-y-auto px-1 pb-1"
            role={single ? 'radiogroup' : 'group'}
            aria-label={label}
          >
            {matching.slice(0, shownMax).map((choice) => (
              <ChoiceRow
                key={choice.value}
                choice={choice}
                single={single}
                checked={chosen.includes(choice.value)}
                onToggle={() => toggle(choice.value)}
              />
            ))}
            {matching.length === 0 && <p className="px-2 py-3 text-faint">Nothing here matches.</p>}
            {matching.length > shownMax && (
              <p className="px-2 py-1 text-faint">{matching.length - shownMax} more: search to narrow.</p>
            )}
          </div>
          {chosen.length > 0 && (
            <div className="border-t border-line p-1">
              <Button look="quiet" className="w-full" onClick={() => onChange([])}>
                Clear
              </Button>
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceRowProps {
  readonly choice: Choice;
  readonly single: boolean;
  readonly checked: boolean;
  readonly onToggle: () => void;
}

function ChoiceRow({ choice, single, checked, onToggle }: ChoiceRowProps) {
  return (
    <button
      type="button"
      role={single ? 'radio' : 'checkbox'}
      aria-checked={checked}
      onClick={onToggle}
      className="flex w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-hover"
    >
      <span
        className={`flex size-3.5 shrink-0 items-center justify-center border ${single ? 'rounded-full' : 'rounded-[3px]'} ${checked ? 'border-accent-solid bg-accent-solid text-on-accent' : 'border-line-strong'}`}
      >
        {checked && <Icon name="check" size={10} />}
      </span>
      {choice.color !== undefined && (
        <span className="size-2 shrink-0 rounded-[2px]" style={{ background: choice.color }} />
      )}
      <span className="min-w-0 flex-1 truncate">{visibleText(choice.label)}</span>
      {choice.count !== undefined && (
        <span className="tabular text-faint">{choice.count.toLocaleString('en')}</span>
      )}
    </button>
  );
}

/** A chosen value stays in the list even where nothing in the range has it, so that it can be unticked. */
function withChosen(choices: readonly Choice[], chosen: readonly string[]): readonly Choice[] {
  const absent = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  return [...absent.map((value) => ({ value, label: value })), ...choices];
}

function summary(label: string, choices: readonly Choice[], chosen: readonly string[]): string {
  const [first] = chosen;
  if (first === undefined) return label;
  const name = visibleText(choices.find(({ value }) => value === first)?.label ?? first);
  const text = name.length > 32 ? `${name.slice(0, 31)}…` : name;
  return chosen.length === 1 ? text : `${label}: ${chosen.length}`;
}
