'use client';

import { useUrlChoice } from '#components/address/use-url.ts';
import type { FailureFilter } from '#components/generated/failures.ts';
import type { ListFilter } from '#components/kit/list/noun-list.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';

const choices = ['open', 'mine', 'dead', 'snoozed', 'resolved'] as const;
export type FailureChoice = (typeof choices)[number];

const filters: Record<FailureChoice, FailureFilter> = {
  open: { states: ['OPEN', 'ACKNOWLEDGED'] },
  mine: { states: ['OPEN', 'ACKNOWLEDGED', 'SNOOZED'], query: 'assignee:me' },
  dead: { states: ['OPEN', 'ACKNOWLEDGED', 'SNOOZED'], kind: 'DEAD' },
  snoozed: { states: ['SNOOZED'] },
  resolved: { states: ['RESOLVED'] },
};
const words: Record<FailureChoice, string> = {
  open: 'Needs attention',
  mine: 'Mine',
  dead: 'Dead letters',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
};

/** Which failures are listed; those that nobody has mended, unless the address says otherwise. */
export const failureFilter: ListFilter = {
  Bar,
  read: (search) => choiceOf(search.get('view')),
  // Every choice has words of its own for an empty list.
  params: [],
};

/** What a choice asks for. */
export function filterAsked(query: string): FailureFilter {
  return filters[choiceOf(query)];
}

/** The choice of an address; what it does not know is the first. */
export function choiceOf(word: string | null): FailureChoice {
  return choices.find((choice) => choice === word) ?? choices[0];
}

/** Chooses which failures are listed. */
export function useFailureChoice() {
  return useUrlChoice('view', choices);
}

function Bar() {
  const [choice, setChoice] = useFailureChoice();
  return (
    <Segmented
      label="Which failures"
      value={choice}
      options={choices.map((value) => ({ value, word: words[value] }))}
      onChange={setChoice}
    />
  );
}
