'use client';

import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Look } from '#components/state/state-look.ts';
import { type Facet, sayCount } from './facets.ts';
import { hasValue, toggleValue } from './query-text.ts';

type FacetRowProps = {
  query: string;
  onAsk: (query: string) => void;
  looks: Readonly<Record<string, Look>>;
  states: readonly Facet[];
};

/** The states that the rows have, with how many have them; a press adds one to the query or takes it away. */
export function FacetRow({ query, onAsk, looks, states }: FacetRowProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
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
  );
}

type ChipProps = { facet: Facet; look: Look | undefined; isOn: boolean; onPress: () => void };

function StateChip({ facet, look, isOn, onPress }: ChipProps) {
  if (look === undefined) return null;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      data-whole={facet.isCounted && !facet.isExact ? 'Counted among the newest only' : undefined}
      onClick={onPress}
      className="inline-flex h-7 items-center gap-1 rounded border border-line bg-surface px-1.5 hover:bg-raised aria-pressed:border-ink aria-pressed:bg-raised aria-pressed:shadow-[inset_0_0_0_1px_var(--ink)]"
    >
      <span style={{ color: colourOf(look.family) }}>
        <Glyph name={look.glyph} />
      </span>
      {look.word}
      {/* The place of the number is kept, so that nothing moves when it comes. */}
      {facet.isCounted && (
        <span className="figures min-w-[5ch] text-right text-small text-quiet">{sayCount(facet)}</span>
      )}
    </button>
  );
}
