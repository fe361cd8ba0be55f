'use client';

import { useUrl } from '#components/address/use-url.ts';
import { type PlaceOfList, usePlace } from '#components/kit/query/use-place.ts';
import type { ListFilter } from './noun-list.ts';

export type ListPlaceView = PlaceOfList & {
  /** Whether the list may leave rows out because of what was asked. */
  isNarrowed: boolean;
  /** Asks for everything again. */
  clear: () => void;
};

/** What the address asks of a list: by its query, or by the choices of its filter. */
export function useListPlace(filter: ListFilter | undefined): ListPlaceView {
  const place = usePlace();
  const { search, change } = useUrl();
  if (filter === undefined) return { ...place, isNarrowed: place.query !== '', clear: () => place.ask('') };
  const query = filter.read(search);
  const clear = () => change(Object.fromEntries(filter.params.map((param) => [param, undefined])));
  return { ...place, query, isNarrowed: filter.params.some((param) => search.has(param)), clear };
}
