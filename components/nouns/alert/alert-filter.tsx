'use client';

import { useUrlChoice } from '#components/address/use-url.ts';
import type { ListFilter } from '#components/kit/list/noun-list.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import type { AlertState } from '#domain/machines.ts';

const choices = ['open', 'resolved', 'all'] as const;
export type AlertChoice = (typeof choices)[number];

const statesOf: Record<AlertChoice, AlertState[]> = { open: ['OPEN'], resolved: ['RESOLVED'], all: [] };
const words: Record<AlertChoice, string> = { open: 'Open', resolved: 'Resolved', all: 'All' };

/** Which alerts are listed; those that stand open, unless the address says otherwise. */
export const alertFilter: ListFilter = {
  Bar,
  read: (search) => choiceOf(search.get('state')),
  // Every choice has words of its own for an empty list.
  params: [],
};

/** The states that a choice is about; none for all of them. */
export function statesAsked(query: string): { states?: AlertState[] } {
  const states = statesOf[choiceOf(query)];
  return states.length === 0 ? {} : { states };
}

/** The choice of an address; what it does not know is the first. */
export function choiceOf(word: string | null): AlertChoice {
  return choices.find((choice) => choice === word) ?? choices[0];
}

/** Chooses which alerts are listed. */
export function useAlertChoice() {
  return useUrlChoice('state', choices);
}

function Bar() {
  const [choice, setChoice] = useAlertChoice();
  return (
    <Segmented
      label="Which alerts"
      value={choice}
      options={choices.map((value) => ({ value, word: words[value] }))}
      onChange={setChoice}
    />
  );
}
