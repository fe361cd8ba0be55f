'use client';

import type { ReactNode } from 'react';
import type { SavedView } from '#components/kit/views/saved-views.ts';
import { useSaved } from '#components/kit/views/use-saved.ts';
import { ViewsBar } from '#components/kit/views/views-bar.tsx';
import { FacetMenus } from './facet-menus.tsx';
import { FacetRow } from './facet-row.tsx';
import type { Facet, FieldFacets } from './facets.ts';
import { QueryBar, type QueryBarProps } from './query-bar.tsx';

type ListQueryProps = Omit<QueryBarProps, 'recent'> & {
  /** The list, as the browser keeps its views: `jobs`. */
  list: string;
  /** What the whole list is called: `All jobs`. */
  whole: string;
  views: readonly SavedView[];
  states: readonly Facet[];
  /** Fields whose values are chosen from a menu. */
  others?: readonly FieldFacets[];
  /** What stands at the end of the line of the query. */
  children?: ReactNode;
};

/** How a list is asked: by a view that has a name, by a query, and by what its rows have in common. */
export function ListQuery({ list, whole, views, states, others = [], children, ...bar }: ListQueryProps) {
  const saved = useSaved(list);
  const { query, looks, onAsk } = bar;
  const askAndRemember = (next: string) => {
    saved.remember(next);
    onAsk(next);
  };
  return (
    <>
      <ViewsBar whole={whole} given={views} saved={saved} query={query} onAsk={onAsk} />
      <div className="flex items-start gap-2">
        <QueryBar {...bar} recent={saved.recent} onAsk={askAndRemember} />
        <FacetMenus query={query} onAsk={onAsk} fields={others} />
        {children}
      </div>
      <FacetRow query={query} onAsk={onAsk} looks={looks} states={states} />
    </>
  );
}
