'use client';

import { useState } from 'react';
import { shownRound } from '#components/graph/graph-model.ts';
import { HoverProvider, Mark } from '#components/graph/mark.ts';
import { Tabs } from '#components/ui/tabs.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { RunEvents, RunLog, RunTimeline, RunVariables, StepPanel, StepsTable, useLateViews } from './late-views.tsx';
import { RunPicture } from './run-picture.tsx';
import type { RunDetails } from './use-run.ts';
import { useRunPlace } from './use-run-place.ts';

const tabs = [
  { value: 'graph', word: 'Graph' },
  { value: 'timeline', word: 'Timeline' },
  { value: 'steps', word: 'Steps' },
  { value: 'variables', word: 'Variables' },
  { value: 'log', word: 'Log' },
  { value: 'events', word: 'Events' },
] as const;

/** The views of a run, and beside them the step that is chosen. */
export function RunViews({ run }: { run: RunDetails }) {
  const { tab, selected, select } = useRunPlace();
  useLateViews();
  const [hover] = useState(() => new Mark());
  const step = shownRound(run.steps.filter(({ stepKey }) => stepKey === selected));
  return (
    <HoverProvider value={hover}>
      <Tabs label="Views of the run" tabs={tabs} value={tab} />
      <div className="-mt-3 flex min-h-72 flex-1 items-stretch gap-3 pt-3">
        <div className="flex min-w-0 flex-1 flex-col">
          {tab === 'graph' && <RunPicture run={run} selected={selected} onSelect={select} />}
          {tab === 'timeline' && <RunTimeline run={run} selected={selected} onSelect={select} />}
          {tab === 'steps' && <StepsTable run={run} selected={selected} onSelect={select} />}
          {tab === 'variables' && <RunVariables runId={run.id} />}
          {tab === 'log' && (
            <RunLog run={run.id} steps={run.steps.map(({ stepKey }) => stepKey)} isOpen={!isSettledRun(run.state)} />
          )}
          {tab === 'events' && <RunEvents run={run} onSelect={select} />}
        </div>
        {step !== undefined && <StepPanel run={run} step={step} onClose={() => select(undefined)} />}
      </div>
    </HoverProvider>
  );
}
