'use client';

import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { EffectivePolicy } from '#components/kit/policy/effective-policy.tsx';
import { useRegularRefresh } from '#components/live/refresh/use-regular-refresh.ts';
import { queue } from '#components/nouns/queue/queue.ts';
import { QueueActs } from '#components/nouns/queue/queue-acts.tsx';
import { againMs } from '#components/nouns/queue/queue-news.ts';
import { standingOf } from '#components/nouns/queue/queue-standing.ts';
import { PausedSince } from '#components/state/paused-since.tsx';
import { Moment } from '#components/time/moment.tsx';
import { LinePanel } from './line-panel.tsx';
import { oneQueue, type QueueDetails } from './one-queue.ts';
import { QueueFlows } from './queue-flows.tsx';
import { QueueLimits } from './queue-limits.tsx';
import { QueueShare } from './queue-share.tsx';
import { QueueTasks } from './queue-tasks.tsx';
import { QueueTiles } from './queue-tiles.tsx';
import { WaitsPanel } from './waits-panel.tsx';

const queuePage: NounPage<QueueDetails> = {
  ...oneQueue,
  noun: queue,
  isNamed: true,
  titleOf: ({ name }) => name,
  lookOf: (thing) => standingOf(thing, thing.isServed).look,
  Actions: ({ thing }) => <QueueActs queue={thing} isOfPage />,
  Panels,
};

function Panels({ thing, reload }: PanelsProps<QueueDetails>) {
  useRegularRefresh(reload, againMs);
  const { sentence } = standingOf(thing, thing.isServed);
  return (
    <>
      {sentence !== '' && (
        <p className="text-lead">
          {sentence}
          {thing.pause !== null && (
            <span className="text-quiet">
              {'. '}
              <PausedSince pause={thing.pause} />
            </span>
          )}
          {!thing.isServed && thing.lastHeardAt !== null && (
            <>
              , last heard of one <Moment at={thing.lastHeardAt} style="relative" />
            </>
          )}
        </p>
      )}
      <QueueTiles queue={thing} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <LinePanel queue={thing} />
          <QueueTasks queue={thing} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <WaitsPanel waits={thing.waits} />
          <QueueLimits queue={thing} />
          <QueueFlows queue={thing} />
          <QueueShare queue={thing} />
          <EffectivePolicy subject={{ queue: thing.name }} isOf={settingsOf(thing)} />
        </div>
      </div>
    </>
  );
}

// When any of them changes, what holds may be something else.
function settingsOf({ priority, weight, concurrency, rate, limits }: QueueDetails): string {
  return JSON.stringify([priority, weight, concurrency, rate, limits.map(({ max }) => max)]);
}

/** One queue: how it stands, what is next in its line, what its jobs wait for, and whose limits hold. */
export function QueuePage({ name }: { name: string }) {
  return <DetailPage page={queuePage} id={name} />;
}
