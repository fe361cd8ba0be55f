'use client';

import { ActButtons } from '#components/kit/act/act-buttons.tsx';
import { LateRunChoices } from '#components/nouns/run/change/late-changes.tsx';
import { oneRunActs } from './one-run-acts.ts';
import type { RunDetails } from './use-run.ts';

/** What an operator may do with a run in its state. */
export function RunActions({ run }: { run: RunDetails }) {
  return (
    <>
      <LateRunChoices run={run} />
      <ActButtons acts={oneRunActs} thing={run} />
    </>
  );
}
