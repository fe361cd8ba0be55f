'use client';

import { RunAgainButton } from '#components/nouns/run/again/run-again.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { ChangeRunButton } from './change-run-button.tsx';

/** What is done to a run in a window of its own: it is changed while it is open, and run again when it is over. */
export function RunChoices({ run }: { run: RunDetails }) {
  return (
    <>
      <RunAgainButton run={run} />
      <ChangeRunButton run={run} />
    </>
  );
}
