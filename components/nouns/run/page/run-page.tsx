'use client';

import { Suspense } from 'react';
import type { ThingFrame } from '#components/kit/detail/noun-page.ts';
import { ThingPage } from '#components/kit/detail/thing-page.tsx';
import { run } from '#components/nouns/run/run.ts';
import { runLooks } from '#components/state/state-look.ts';
import { RunActions } from './run-actions.tsx';
import { RunHeader } from './run-header.tsx';
import { RunViews } from './run-views.tsx';
import { type RunDetails, useRun } from './use-run.ts';

const runPage: ThingFrame<RunDetails> = {
  noun: run,
  titleOf: ({ workflow }) => workflow.name,
  lookOf: ({ state }) => runLooks[state],
  Actions: ({ thing }) => <RunActions run={thing} />,
  isFilled: true,
  Panels: ({ thing }) => (
    <Suspense>
      <RunHeader run={thing} />
      <RunViews run={thing} />
    </Suspense>
  ),
};

/** One run, live: as a graph, over time, step by step, with its variables and its log. */
export function RunPage({ id }: { id: string }) {
  // Its steps move too fast to be read again with each of its events: these are folded into what was read.
  const { run: thing, fault, reload } = useRun(id);
  return <ThingPage page={runPage} id={id} known={{ thing, fault, reload }} />;
}
