'use client';

import dynamic from 'next/dynamic';
import { useUrlChoice } from '#components/address/use-url.ts';
import { type Answer, useReading } from '#components/api/use-reading.ts';
import { type AttentionQuery, FirstStepsDocument } from '#components/generated/overview.ts';
import { Page } from '#components/kit/page/page.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { AttentionPanel } from './attention/attention-panel.tsx';
import { missingWorker } from './attention/missing-worker.ts';
import { DepthPanel, ThroughputPanel } from './chart-panels.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NextHourPanel } from './next-hour-panel.tsx';
import { HandoverNote } from './note/handover-note.tsx';
import { type WindowChoice, windowChoices, windowWords } from './overview-window.ts';
import { TargetTiles } from './target-tiles.tsx';
import { useAttention, useStatistics, useWindow } from './use-overview.ts';
import { WorkersPanel } from './workers-panel.tsx';

// Below the first sight, or seldom there at all.
const QueuesPanel = dynamic(() => import('./queues-panel.tsx').then((module) => module.QueuesPanel), { ssr: false });
const LatestRunsPanel = dynamic(() => import('./latest-runs-panel.tsx').then((module) => module.LatestRunsPanel), {
  ssr: false,
});
const MissingWorkerBanner = dynamic(
  () => import('./attention/missing-worker-banner.tsx').then((module) => module.MissingWorkerBanner),
  { ssr: false },
);

// In the order of their lengths; the one that is meant without saying stands in the middle.
const shownChoices: WindowChoice[] = ['1h', '6h', '24h', '7d'];

/** For whoever is called at night: what needs attention, how well the tenant does, what comes next. */
export function OverviewPage() {
  const [choice, setChoice] = useUrlChoice('window', windowChoices);
  const isNew = useIsNew();
  const attention = useAttention();
  return (
    <Page
      title="Overview"
      actions={
        !isNew && (
          <Segmented
            label="Span of time"
            value={choice}
            options={shownChoices.map((value) => ({ value, word: windowWords[value].button }))}
            onChange={setChoice}
          />
        )
      }
    >
      {!isNew && <MissingWorker answer={attention} />}
      <HandoverNote />
      {isNew && <FirstSteps />}
      {/* Figures of another span under the words of this one would be a lie. */}
      <Standing key={choice} choice={choice} isNew={isNew} attention={attention} />
      <div className="grid grid-cols-1 items-stretch gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <NextHourPanel />
        <WorkersPanel />
      </div>
      {!isNew && (
        <div className="grid grid-cols-1 items-start gap-3 min-[1600px]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <QueuesPanel answer={attention} />
          <LatestRunsPanel />
        </div>
      )}
    </Page>
  );
}

type Attention = Answer<AttentionQuery>;

/** What comes before everything else: nobody is there to do the work. */
function MissingWorker({ answer: { data } }: { answer: Attention }) {
  const missing = data && missingWorker(data);
  return missing && <MissingWorkerBanner missing={missing} />;
}

type Parts = { choice: WindowChoice; isNew: boolean; attention: Attention };

/** How the tenant stands in the window. Nothing of it can be said of a tenant in which nothing happened. */
function Standing({ choice, isNew, attention }: Parts) {
  const window = useWindow(choice);
  const statistics = useStatistics(window);
  const missedTicks = statistics.data?.statistics.counts.missed ?? 0;
  if (isNew) return null;
  return (
    <>
      <AttentionPanel answer={attention} choice={choice} window={window} missedTicks={missedTicks} />
      <TargetTiles answer={statistics} choice={choice} />
      <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
        <ThroughputPanel answer={statistics} />
        <DepthPanel answer={statistics} />
      </div>
    </>
  );
}

/** True for a tenant that has nothing yet. */
function useIsNew(): boolean {
  const { data } = useReading({ query: FirstStepsDocument, variables: {} });
  return data !== undefined && data.jobs.totalCount + data.workflows.totalCount + data.schedules.totalCount === 0;
}
