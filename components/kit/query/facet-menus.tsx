'use client';

import { ChevronDown } from 'lucide-react';
import { Button } from '#components/ui/form/button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { type FieldFacets, sayCount } from './facets.ts';
import { hasValue, toggleValue, withoutField } from './query-text.ts';

type FacetMenusProps = { query: string; onAsk: (query: string) => void; fields: readonly FieldFacets[] };

/** The values of fields that have too many for a row, each field as a menu. */
export function FacetMenus({ fields, ...props }: FacetMenusProps) {
  return fields.map((field) => <FacetMenu key={field.field} {...props} {...field} />);
}

type FacetMenuProps = Omit<FacetMenusProps, 'fields'> & FieldFacets;

function FacetMenu({ query, onAsk, field, title, facets }: FacetMenuProps) {
  const chosen = facets.filter(({ value }) => hasValue(query, { field, value }));
  const entries = facets.map((facet) => ({
    kind: 'act' as const,
    word: facet.value,
    hint: sayCount(facet),
    isChosen: chosen.includes(facet),
    act: () => onAsk(toggleValue(query, { field, value: facet.value })),
  }));
  const clear = {
    kind: 'act' as const,
    word: `Any ${title.toLowerCase()}`,
    act: () => onAsk(withoutField(query, field)),
  };
  const none = { kind: 'title' as const, word: `No ${title.toLowerCase()} has a matching row.` };
  return (
    <Menu
      align="start"
      trigger={
        <Button disabled={facets.length === 0 && chosen.length === 0}>
          {title}
          {chosen.length > 0 && (
            <span className="text-small font-semibold">
              {chosen.length}
              <span className="sr-only"> chosen</span>
            </span>
          )}
          <ChevronDown aria-hidden size={13} className="text-quiet" />
        </Button>
      }
      entries={entries.length === 0 ? [none] : chosen.length === 0 ? entries : [clear, { kind: 'line' }, ...entries]}
    />
  );
}
