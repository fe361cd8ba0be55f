import { OptionList } from '#components/ui/form/option-list.tsx';
import type { Suggestion } from './complete-query.ts';

type ListProps = {
  id: string;
  suggestions: readonly Suggestion[];
  active: number;
  onTake: (suggestion: Suggestion) => void;
};

/** What a query bar offers, below it. */
export function SuggestionList({ suggestions, ...offered }: ListProps) {
  return (
    <OptionList
      {...offered}
      label="Suggestions"
      options={suggestions}
      keyOf={({ label }) => label}
      className="panel absolute top-full left-0 z-30 mt-1 max-h-96 w-[30rem] max-w-full overflow-y-auto py-1 shadow-float"
      optionClass="flex h-7 cursor-pointer items-center gap-4 px-3 hover:bg-raised aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--ink)]"
    >
      {({ label, hint }) => (
        <>
          <span className="min-w-0 flex-none truncate font-mono text-[0.93em]">{label}</span>
          <span className="ml-auto min-w-0 truncate text-small text-quiet">{hint}</span>
        </>
      )}
    </OptionList>
  );
}
