'use client';

import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Look } from '#components/state/state-look.ts';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { type Facet, sayCount } from './facets.ts';
import { hasValue, toggleValue, withoutField } from './query-text.ts';

type FacetRowProps = {
  query: string;
  onAsk: (query: string) => void;
  looks: Readonly<Record<string, Look>>;
  states: readonly Facet[];
  /** Fields whose values are chosen from a list. */
  others: readonly { field: string; title: string; facets: readonly Facet[] }[];
  /** What stands at the end of the row. */
  children?: ReactNode;
};

/** The values that the rows have, with how many have them; a press adds one to the query or takes it away. */
export function FacetRow({ query, onAsk, looks, states, others, children }: FacetRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-1">
      <fieldset className="contents">
        <legend className="sr-only">State</legend>
        {states.map((facet) => (
          <StateChip
            key={facet.value}
            facet={facet}
            look={looks[facet.value]}
            isOn={hasValue(query, { field: 'state', value: facet.value })}
            onPress={() => onAsk(toggleValue(query, { field: 'state', value: facet.value.toLowerCase() }))}
          />
        ))}
      </fieldset>
      {others.map((other) => (
        <FacetMenu key={other.field} query={query} onAsk={onAsk} {...other} />
      ))}
      {children}
    </div>
  );
}

type ChipProps = { facet: Facet; look: Look | undefined; isOn: boolean; onPress: () => void };

function StateChip({ facet, look, isOn, onPress }: ChipProps) {
  if (look === undefined) return null;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className="inline-flex h-7 items-center gap-1 rounded border border-line bg-surface px-1.5 hover:bg-raised aria-pressed:border-ink aria-pressed:bg-raised aria-pressed:shadow-[inset_0_0_0_1px_var(--ink)]"
    >
      <span style={{ color: colourOf(look.family) }}>
        <Glyph name={look.glyph} />
      </span>
      {look.word}
      {/* The place of the number is kept, so that nothing moves when it comes. */}
      {facet.isCounted && <span className="min-w-[5ch] text-right text-small text-quiet">{sayCount(facet)}</span>}
    </button>
  );
}

type FacetMenuProps = Pick<FacetRowProps, 'query' | 'onAsk'> & FacetRowProps['others'][number];

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
        <Button isSmall disabled={facets.length === 0 && chosen.length === 0}>
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
