import type { Suggestion } from './complete-query.ts';

type ListProps = {
  id: string;
  suggestions: readonly Suggestion[];
  active: number;
  onTake: (suggestion: Suggestion) => void;
};

/** What a query bar offers, below it. */
export function SuggestionList({ id, suggestions, active, onTake }: ListProps) {
  return (
    <div
      role="listbox"
      id={id}
      aria-label="Suggestions"
      className="panel absolute top-full left-0 z-30 mt-1 max-h-96 w-[30rem] max-w-full overflow-y-auto py-1 shadow-float"
    >
      {suggestions.map((suggestion, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys, as in every combobox
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
        <div
          key={suggestion.label}
          role="option"
          id={`${id}-${place}`}
          aria-selected={place === active}
          // The field would lose the focus, and the list would close before the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
          className="flex h-7 cursor-pointer items-center gap-4 px-3 hover:bg-raised aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--ink)]"
        >
          <span className="min-w-0 flex-none truncate font-mono text-[0.93em]">{suggestion.label}</span>
          <span className="ml-auto min-w-0 truncate text-small text-quiet">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
