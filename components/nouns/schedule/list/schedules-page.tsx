'use client';

import { CalendarClock, CalendarPlus } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import { ScheduleIdsDocument, type ScheduleRowFragment, SchedulesDocument } from '#components/generated/schedules.ts';
import { ListPage } from '#components/kit/list/list-page.tsx';
import { NoRowsPanel } from '#components/kit/list/no-rows.tsx';
import type { NounList } from '#components/kit/list/noun-list.ts';
import { pageOf } from '#components/kit/list/page-of.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { schedulePath, screens } from '#components/kit/words/paths.ts';
import type { Topic } from '#components/live/live-event.ts';
import { schedule } from '#components/nouns/schedule/schedule.ts';
import { scheduleEventTypes } from '#components/nouns/schedule/schedule-events.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { pageBounds } from '#domain/bounds/page.ts';
import { scheduleActs } from './schedule-acts.ts';
import { scheduleColumns } from './schedule-columns.tsx';
import { filterOf, narrowing, readShown, writeShown } from './schedule-filter.ts';
import { ScheduleFilterBar } from './schedule-filter-bar.tsx';

const moves: Topic = { kind: 'events', filter: { types: scheduleEventTypes } };
const arrivals: Topic = {
  kind: 'events',
  filter: { types: ['schedule.created', 'schedule.resumed', 'schedule.paused'] },
};
const asked = (query: string) => filterOf(readShown(new URLSearchParams(query)));

const scheduleList: NounList<ScheduleRowFragment> = {
  noun: schedule,
  filter: {
    Bar: ScheduleFilterBar,
    read: (search) => writeShown(readShown(search)),
    params: narrowing,
  },
  page: ({ query, ...page }) =>
    ask(SchedulesDocument, { filter: asked(query), ...page }, ({ schedules }) => pageOf(schedules)),
  ids: ({ query, first }) =>
    ask(ScheduleIdsDocument, { filter: asked(query), first }, ({ schedules }) => schedules.nodes.map(({ id }) => id)),
  live: { apply: (row) => row, follows: () => moves, arrivals: () => arrivals, moves },
  // When a schedule is due next, and what became of its ticks, does not travel with events.
  reread: {
    topic: moves,
    isWanted: () => true,
    gapMs: 2_000,
    read: (ids) =>
      ask(SchedulesDocument, { filter: { ids }, first: pageBounds.pageSizeMax }, ({ schedules }) => {
        const now = new Map(schedules.nodes.map((row) => [row.id, row]));
        return (row) => now.get(row.id) ?? row;
      }),
  },
  columns: () => scheduleColumns,
  lines: 2,
  minWidth: '66rem',
  nameOf: ({ name }) => name,
  pathOf: ({ id }) => schedulePath(id),
  Empty: NoSchedules,
  Actions: NewSchedule,
  acts: scheduleActs,
};

function NewSchedule() {
  if (!useMay('schedule.edit')) return null;
  return (
    <ButtonLink kind="primary" Icon={CalendarPlus} href={screens.newSchedule}>
      New schedule
    </ButtonLink>
  );
}

function NoSchedules() {
  return (
    <NoRowsPanel>
      <EmptyState Icon={CalendarClock} title="Nothing is scheduled yet" actions={<NewSchedule />}>
        A schedule starts a task or a workflow at the times you choose, in the time zone you choose, and records what
        became of every one of them.
      </EmptyState>
    </NoRowsPanel>
  );
}

/** Every schedule: what it says, when it fires next, and whether it kept its word. */
export function SchedulesPage() {
  return <ListPage list={scheduleList} />;
}
