'use client';

import { type ReactNode, useState } from 'react';
import { useAsk } from '#components/api/use-ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { ListQuery } from '#components/kit/query/list-query.tsx';
import type { PlaceOfList } from '#components/kit/query/use-place.ts';
import type { ListQueryOf } from './noun-list.ts';
import { useListFacets } from './use-list-facets.ts';

type AskProps = {
  noun: Noun;
  given: ListQueryOf;
  place: PlaceOfList;
  /** True when the rows are there: what is counted among them comes after them. */
  isDue: boolean;
  pulse: number;
  children: ReactNode;
};

/** How a list is asked: its query bar, its views, and the values that its rows have. */
export function ListAsk({ noun, given, place: { query, ask }, isDue, pulse, children }: AskProps) {
  const [isWriting, setIsWriting] = useState(false);
  const { value: vocabulary = given.vocabulary } = useAsk(isWriting ? given.values : undefined);
  const facets = useListFacets(given, { query, isDue, pulse });
  return (
    <ListQuery
      list={noun.many}
      whole={`All ${noun.many}`}
      label={`Filter ${noun.many}`}
      views={given.views}
      example={given.example}
      looks={given.looks}
      complainAbout={given.complainAbout}
      query={query}
      vocabulary={vocabulary}
      onAsk={ask}
      onFocus={() => setIsWriting(true)}
      {...facets}
    >
      {children}
    </ListQuery>
  );
}
