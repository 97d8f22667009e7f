import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type EventsSearch, readList, writeList } from '../app/search.ts';
import { ledgerFacetsQuery } from '../client/queries.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { CheckList } from '../parts/check-list.tsx';
import { Icon } from '../parts/icon.tsx';

export interface EventFiltersProps {
  readonly search: EventsSearch;
  readonly onChange: (change: EventsSearch) => void;
}

/** Choices come from the ledger: everything ever stored, so that a filter can be set before the range is right. */
export function EventFilters({ search, onChange }: EventFiltersProps) {
  const { data: facets } = useQuery(ledgerFacetsQuery);
  const filtered = Boolean(search.log_type ?? search.account ?? search.search);
  return (
    <div role="group" aria-label="Filters" className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
      <SearchBox
        key={search.search ?? ''}
        value={search.search ?? ''}
        onSearch={(text) => onChange({ search: text === '' ? undefined : text })}
      />
      <CheckList
        label="Log type"
        choices={facets?.logTypes ?? []}
        chosen={readList(search.log_type)}
        onChange={(chosen) => onChange({ log_type: writeList(chosen) })}
      />
      <CheckList
        label="Account"
        choices={facets?.accounts ?? []}
        chosen={readList(search.account)}
        onChange={(chosen) => onChange({ account: writeList(chosen) })}
      />
      {filtered && (
        <Button
          look="quiet"
          onClick={() => onChange({ log_type: undefined, account: undefined, search: undefined })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <form role="search" onSubmit={submit} className="relative flex w-80 max-w-full items-center">
      <Icon name="search" size={14} className="pointer-events-none absolute left-2 text-faint" />
      <input
        type="text"
        data-shortcut="search"
        aria-label="Address, ARN, key or text"
        placeholder="Address, ARN, key or text ( / )"
        title="An address, ARN, access key, account or instance id is found by index; other text is looked for in the raw records"
        value={text}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setText(value);
          event.currentTarget.blur();
        }}
        className="h-7 w-full rounded-md border border-line-strong bg-canvas pr-7 pl-7"
      />
      {value !== '' && (
        <span className="absolute right-0">
          <IconButton icon="close" label="Clear the search" onClick={() => onSearch('')} />
        </span>
      )}
    </form>
  );
}
