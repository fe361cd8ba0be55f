'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Look } from '#components/state/state-look.ts';
import { type ListFilter, writeListFilter } from './list-filter.ts';

type Parts<State extends string> = {
  path: string;
  filter: ListFilter<State>;
  looks: Record<State, Look>;
  states: readonly State[];
  example: string;
};

/** States to tick and a text to search by. Both live in the address, so that back works and links can be shared. */
export function ListFilterBar<State extends string>({ path, filter, looks, states, example }: Parts<State>) {
  const router = useRouter();
  const go = (next: ListFilter<State>) => router.push(writeListFilter(path, next), { scroll: false });
  const toggle = (state: State) => {
    const isOn = filter.states.includes(state);
    go({ ...filter, states: isOn ? filter.states.filter((one) => one !== state) : [...filter.states, state] });
  };
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new FormData(event.currentTarget).get('query');
    go({ ...filter, query: typeof query === 'string' ? query : '' });
  };
  const isFiltered = filter.states.length > 0 || filter.query !== '';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">State</legend>
        {states.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={filter.states.includes(state)}
            onClick={() => toggle(state)}
            className="inline-flex h-7 items-center gap-1.5 rounded border border-line bg-surface px-2 hover:bg-raised aria-pressed:border-ink aria-pressed:bg-raised aria-pressed:font-semibold"
          >
            <span style={{ color: colourOf(looks[state].family) }}>
              <Glyph name={looks[state].glyph} />
            </span>
            {looks[state].word}
          </button>
        ))}
      </fieldset>
      <search className="min-w-64 flex-1">
        <form onSubmit={search} className="flex gap-1">
          <input
            // A new text in the address, as after going back, must show in the field.
            key={filter.query}
            type="search"
            name="query"
            aria-label="Search"
            placeholder={example}
            defaultValue={filter.query}
            className="field h-7 min-w-0 flex-1"
          />
          <button type="submit" className="button button-small">
            Search
          </button>
        </form>
      </search>
      {isFiltered && (
        <button type="button" className="button button-small" onClick={() => go({ states: [], query: '' })}>
          Clear filters
        </button>
      )}
    </div>
  );
}
