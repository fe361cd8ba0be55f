'use client';

import type { ReactNode } from 'react';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import { failure } from '#components/nouns/failure/failure.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { choiceOf, type FailureChoice, useFailureChoice } from './failure-filter.tsx';

const empty: Record<FailureChoice, { title: string; more: ReactNode }> = {
  open: {
    title: 'Nothing needs attention.',
    more: 'What fails is gathered here by its kind: the same task or step, with the same error. It appears a second or two after it was seen.',
  },
  mine: { title: 'No failure is yours.', more: 'Take one on, or let somebody give you one, and it is listed here.' },
  dead: {
    title: 'There are no dead letters.',
    more: 'Jobs that used up their attempts are gathered here by the way in which they failed, to be run again or discarded together.',
  },
  snoozed: { title: 'Nothing is snoozed.', more: 'What you put off comes back by itself when its time has come.' },
  resolved: { title: 'No failure was resolved yet.', more: 'Seen again, a resolved failure is open again.' },
};

/** Says that no failure is of the kind that was chosen, and what would be. */
export function NoFailures({ query }: { query: string }) {
  const [, choose] = useFailureChoice();
  const choice = choiceOf(query);
  const { title, more } = empty[choice];
  const others =
    choice === 'open' ? undefined : (
      <Button isSmall onClick={() => choose('open')}>
        Show what needs attention
      </Button>
    );
  return (
    <NoRowsPanel>
      <EmptyState Icon={failure.Icon} title={title} {...(others !== undefined && { actions: others })}>
        {more}
      </EmptyState>
    </NoRowsPanel>
  );
}
