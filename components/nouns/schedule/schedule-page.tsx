'use client';

import { DetailPage } from '#components/kit/detail/detail-page.tsx';
import type { NounPage, PanelsProps } from '#components/kit/detail/noun-page.ts';
import { Panel } from '#components/kit/page/page.tsx';
import { EffectivePolicy } from '#components/kit/policy/effective-policy.tsx';
import { TicksPanel } from '#components/nouns/schedule/ticks/ticks-panel.tsx';
import { UpcomingPanel } from '#components/nouns/schedule/ticks/upcoming-panel.tsx';
import { sentenceOf } from '#components/nouns/schedule/words/say-timetable.ts';
import { PausedSince } from '#components/state/paused-since.tsx';
import { scheduleLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { oneSchedule, type ScheduleDetails } from './one-schedule.ts';
import { schedule } from './schedule.ts';
import { ScheduleActions } from './schedule-actions.tsx';
import { ScheduleFacts } from './schedule-facts.tsx';
import { healthOf } from './schedule-health.ts';
import { TickDots } from './tick-dots.tsx';

const schedulePage: NounPage<ScheduleDetails> = {
  ...oneSchedule,
  noun: schedule,
  titleOf: ({ name }) => name,
  lookOf: ({ state }) => scheduleLooks[state],
  Actions: ({ thing }) => <ScheduleActions schedule={thing} />,
  Panels,
};

function Panels({ thing, after }: PanelsProps<ScheduleDetails>) {
  return (
    <>
      <Sentence schedule={thing} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-3">
          <UpcomingPanel schedule={thing} />
          <HistoryPanel schedule={thing} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <ScheduleFacts schedule={thing} />
          <EffectivePolicy subject={{ schedule: thing.id }} isOf={thing.updatedAt} />
        </div>
      </div>
      <TicksPanel schedule={thing.id} name={thing.name} after={after} />
    </>
  );
}

function Sentence({ schedule }: { schedule: ScheduleDetails }) {
  const { description, timeZone, cron, pause } = schedule;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="text-lead">{sentenceOf(description, timeZone)}</span>
      <span className="text-quiet">{timeZone}</span>
      <span className="identifier text-quiet">{cron}</span>
      {pause !== null && (
        <span className="text-warning">
          <PausedSince pause={pause} />
        </span>
      )}
    </p>
  );
}

function HistoryPanel({ schedule: { recent } }: { schedule: ScheduleDetails }) {
  const ticks = recent.nodes;
  const title = ticks.length < 2 ? 'Last ticks' : `Last ${sayCount(ticks.length, 'tick')}`;
  return (
    <Panel title={title} aside={<StateMark look={healthOf(ticks)} />}>
      <div className="px-3 py-2.5">
        <TickDots ticks={ticks} />
      </div>
    </Panel>
  );
}

/** One schedule: what it says, when it is due next, and what became of every tick. */
export function SchedulePage({ id }: { id: string }) {
  return <DetailPage page={schedulePage} id={id} />;
}
