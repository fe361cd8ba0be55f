'use client';

import { useAsk } from '#components/api/use-ask.ts';
import { type Facet, type FieldFacets, facetsOf, uncounted } from '#components/kit/query/facets.ts';
import { useBeat } from '#components/live/refresh/use-pulse.ts';
import type { ListQueryOf } from './noun-list.ts';

type Shown = { states: readonly Facet[]; others: readonly FieldFacets[] };

/** The values that the rows of a query have, counted again with every pulse where the noun counts them. */
export function useListFacets(
  { looks, facets, complainAbout }: ListQueryOf,
  { query, isDue, pulse }: { query: string; isDue: boolean; pulse: number },
): Shown {
  // The rows come first. A query that cannot be asked has its complaint already.
  const isAsked = facets !== undefined && isDue && complainAbout(query) === undefined;
  const { value, reload } = useAsk(isAsked ? facets(query) : undefined, { keepsShown: true });
  useBeat(pulse, reload);
  const states = Object.keys(looks);
  if (facets === undefined) return { states: uncounted(states), others: [] };
  const counted = value?.find(({ field }) => field === 'state');
  const others = value?.filter(({ field }) => field !== 'state') ?? [];
  return {
    states: facetsOf(states, counted),
    others: others.map(({ field, title, ...rest }) => ({ field, title, facets: facetsOf([], rest) })),
  };
}
