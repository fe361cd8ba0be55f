'use client';

import { useUrl, useUrlChoice } from '#components/address/use-url.ts';
import type { ListFilter } from '#components/kit/list/noun-list.ts';
import { SearchBar } from '#components/kit/list/search-bar.tsx';
import { kindLooks } from '#components/nouns/gate/gate-words.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { type GateKind, gateKinds } from '#domain/gate/gate.ts';

const choices = ['all', ...gateKinds] as const;

/** Which locks are listed: of a kind, with a text in their key, or only those that somebody waits for. */
export const lockFilter: ListFilter = {
  Bar,
  read: (search) =>
    new URLSearchParams(
      ['kind', 'q', 'waiting'].flatMap((name): [string, string][] => {
        const value = search.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ).toString(),
  params: ['kind', 'q', 'waiting'],
};

function Bar() {
  const { search, change } = useUrl();
  const [kind, setKind] = useUrlChoice<'all' | GateKind>('kind', choices);
  const isOnly = search.get('waiting') === 'only';
  return (
    <>
      <SearchBar label="Filter locks by key" placeholder="Key" />
      <Segmented
        label="Kind"
        value={kind}
        options={choices.map((value) => ({ value, word: value === 'all' ? 'All' : kindLooks[value].many }))}
        onChange={setKind}
      />
      <Switch
        label="Only where jobs wait"
        checked={isOnly}
        onChange={(checked) => change({ waiting: checked ? 'only' : undefined })}
      />
    </>
  );
}
