'use client';

import { AwaitedPage } from '#components/kit/page/awaited-page.tsx';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { Page, Panel } from '#components/kit/page/page.tsx';
import { Trail } from '#components/kit/page/trail.tsx';
import { screens } from '#components/kit/words/paths.ts';
import { TicksPanel } from '#components/nouns/schedule/ticks/ticks-panel.tsx';
import { UpcomingPanel } from '#components/nouns/schedule/ticks/upcoming-panel.tsx';
import { sentenceOf } from '#components/nouns/schedule/words/say-timetable.ts';
import { scheduleLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { ScheduleActions } from './schedule-actions.tsx';
import { ScheduleFacts } from './schedule-facts.tsx';
import { healthOf } from './schedule-health.ts';
import { TickDots } from './tick-dots.tsx';
import { type ScheduleDetails, useSchedule } from './use-schedule.ts';

const list = { href: screens.schedules, word: 'Schedules' };

/** One schedule: what it says, when it is due next, and what became of every tick. */
export function SchedulePage({ id }: { id: string }) {
  const { schedule, fault, reload, after } = useSchedule(id);
  if (schedule === undefined || schedule === null) {
    const isMissing = schedule === null;
    return (
      <AwaitedPage title="Schedule" noun="schedule" list={list} isMissing={isMissing} fault={fault} onRetry={reload} />
    );
  }
  return (
    <Page
      title={schedule.name}
      trail={<Trail href={list.href}>{list.word}</Trail>}
      mark={<StateMark look={scheduleLooks[schedule.state]} />}
      actions={<ScheduleActions schedule={schedule} />}
    >
      {fault !== undefined && (
        <div className="panel">
          <FaultNotice fault={fault} onRetry={reload} />
        </div>
      )}
      <Sentence schedule={schedule} />
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-3">
          <UpcomingPanel schedule={schedule} />
          <HistoryPanel schedule={schedule} />
        </div>
        <ScheduleFacts schedule={schedule} />
      </div>
      <TicksPanel schedule={id} name={schedule.name} after={after} />
    </Page>
  );
}

function Sentence({ schedule }: { schedule: ScheduleDetails }) {
  const { description, timeZone, cron } = schedule;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="text-lead">{sentenceOf(description, timeZone)}</span>
      <span className="text-quiet">{timeZone}</span>
      <span className="identifier text-quiet">{cron}</span>
    </p>
  );
}

function HistoryPanel({ schedule: { recent } }: { schedule: ScheduleDetails }) {
  const ticks = recent.nodes;
  const title = ticks.length < 2 ? 'Last ticks' : `Last ${ticks.length} ticks`;
  return (
    <Panel title={title} aside={<StateMark look={healthOf(ticks)} />}>
      <div className="px-3 py-2.5">
        <TickDots ticks={ticks} />
      </div>
    </Panel>
  );
}
