'use client';

import { useEffect, useEffectEvent } from 'react';
import { useReading } from '#components/api/use-reading.ts';
import { RunChangesDocument, type RunChangesQuery } from '#components/generated/run-change.ts';
import { sayActor } from '#components/kit/words/say-actor.ts';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';

type Told = { run: RunDetails; onRead: (stepKeys: ReadonlySet<string>) => void };

/** Finds out which steps of a changed run were added to it; shows nothing. */
export function AddedSteps({ run, onRead }: Told) {
  const { data, reload } = useReading({ query: RunChangesDocument, variables: { id: run.id } });
  const changes = data?.run?.changes;
  const tell = useEffectEvent(onRead);
  const readAgain = useEffectEvent(reload);
  useEffect(() => {
    if (changes !== undefined && changes.length < run.changeCount) readAgain();
  }, [changes, run.changeCount]);
  useEffect(() => {
    if (changes === undefined) return;
    tell(new Set(changes.flatMap(({ addedSteps }) => addedSteps.map(({ stepKey }) => stepKey))));
  }, [changes]);
  return null;
}

type Change = NonNullable<RunChangesQuery['run']>['changes'][number];

/** The change that added the step to its run; undefined for a step of the definition. */
export function useAddition(run: RunDetails, stepKey: string): Change | undefined {
  const isChanged = run.changeCount > 0;
  const { data } = useReading({ query: RunChangesDocument, variables: { id: run.id }, pause: !isChanged });
  return data?.run?.changes.find(({ addedSteps }) => addedSteps.some((step) => step.stepKey === stepKey));
}

/** Who added the step to this run, and why. */
export function AddedWords({ change }: { change: Change }) {
  return (
    <p className="border-b border-line px-3 py-2">
      Added to this run by {sayActor(change.by)}: {change.reason}
    </p>
  );
}
