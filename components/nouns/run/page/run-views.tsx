'use client';

import { useState } from 'react';
import { shownRound } from '#components/graph/graph-model.ts';
import { HoverProvider, Mark } from '#components/graph/mark.ts';
import type { PastRun, Shown } from '#components/nouns/run/past/past-run.ts';
import { HeldNow } from '#components/time/clock.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { isSettledRun } from '#domain/machines.ts';
import {
  RunAside,
  RunEvents,
  RunLog,
  RunTimeline,
  RunVariables,
  StepPanel,
  StepsTable,
  TimeBar,
  useLateViews,
} from './late-views.tsx';
import { RunPicture } from './run-picture.tsx';
import type { RunDetails } from './use-run.ts';
import { useIsPast, useRunPlace } from './use-run-place.ts';

const tabs = [
  { value: 'graph', word: 'Graph' },
  { value: 'timeline', word: 'Timeline' },
  { value: 'steps', word: 'Steps' },
  { value: 'variables', word: 'Variables' },
  { value: 'log', word: 'Log' },
  { value: 'events', word: 'Events' },
] as const;

/** The views of a run, and beside them the step that is chosen: as they are, or as they were when the address says so. */
export function RunViews({ run: live }: { run: RunDetails }) {
  const { tab, selected, select } = useRunPlace();
  const isPast = useIsPast();
  const [past, setPast] = useState<Shown>();
  const shown = past !== 'UNTOLD' && past?.run.id === live.id ? past : undefined;
  const isSettled = useLateViews();
  const [hover] = useState(() => new Mark());
  return (
    <HoverProvider value={hover}>
      <Tabs label="Views of the run" tabs={tabs} value={tab} aside={isSettled ? <RunAside run={live} /> : undefined} />
      {isPast && <TimeBar run={live} onShow={setPast} />}
      <div className="-mt-3 flex min-h-72 flex-1 items-stretch gap-3 pt-3">
        {isPast && shown === undefined ? (
          past !== 'UNTOLD' && <Skeleton rows={12} />
        ) : (
          <Opened {...{ tab, selected, select, live, past: isPast ? shown : undefined }} />
        )}
      </div>
    </HoverProvider>
  );
}

type OpenedParts = Omit<ReturnType<typeof useRunPlace>, 'hrefOfStep'> & { live: RunDetails; past: PastRun | undefined };

function Opened({ tab, selected, select, live, past }: OpenedParts) {
  const run = past?.run ?? live;
  const step = shownRound(run.steps.filter(({ stepKey }) => stepKey === selected));
  return (
    <>
      <div className="flex min-w-0 flex-1 flex-col">
        <HeldNow value={past === undefined ? undefined : Date.parse(past.at)}>
          {tab === 'graph' && (
            <RunPicture run={run} isPast={past !== undefined} selected={selected} onSelect={select} />
          )}
          {tab === 'timeline' && <RunTimeline run={run} untilAt={past?.at} selected={selected} onSelect={select} />}
          {tab === 'steps' && <StepsTable run={run} selected={selected} onSelect={select} />}
        </HeldNow>
        {tab === 'variables' && <RunVariables runId={run.id} />}
        {tab === 'log' && (
          <RunLog run={run.id} steps={run.steps.map(({ stepKey }) => stepKey)} isOpen={!isSettledRun(live.state)} />
        )}
        {tab === 'events' && <RunEvents run={live} onSelect={select} />}
      </div>
      {step !== undefined && <StepPanel run={run} step={step} onClose={() => select(undefined)} />}
    </>
  );
}
