'use client';

import { type Facet, facetsOf } from '#components/query/facets.ts';
import { jobStates } from '#domain/machines.ts';

type Facets = {
  states: readonly Facet[];
  others: readonly { field: string; title: string; facets: readonly Facet[] }[];
};

/** The values that the jobs of a query have. */
export function useFacets(_query: string): Facets {
  return { states: facetsOf(jobStates, undefined), others: [] };
}
