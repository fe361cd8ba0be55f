/** What can be done to one schedule at once. */
import { Pause, Play, Zap } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  PauseSchedulesDocument,
  ResumeSchedulesDocument,
  TriggerScheduleDocument,
  type TriggerScheduleMutation,
} from '#components/generated/schedules.ts';
import type { Act } from '#components/kit/act/act.ts';
import { jobPath, runPath } from '#components/kit/words/paths.ts';
import { type ScheduleState, scheduleMoves } from '#domain/machines.ts';

export type ActedSchedule = { id: string; name: string; state: ScheduleState };

const fireNow: Act<ActedSchedule> = {
  key: 'schedule.fire',
  word: 'Run now',
  Icon: Zap,
  permission: 'schedule.operate',
  fits: ({ state }) => state !== 'ENDED',
  call: ({ id }) =>
    ask(TriggerScheduleDocument, { id }, ({ triggerSchedule }) => ({
      userErrors: triggerSchedule.userErrors,
      link: linkTo(triggerSchedule.tick),
    })),
  done: () => 'Fired by hand',
  // What it made is led to, and can be cancelled there.
  back: { kind: 'act', key: 'job.cancel' },
};

const pauseSchedule: Act<ActedSchedule> = {
  key: 'schedule.pause',
  word: 'Pause',
  Icon: Pause,
  permission: 'schedule.operate',
  fits: ({ state }) => scheduleMoves[state].PAUSED !== undefined,
  call: ({ id }) => ask(PauseSchedulesDocument, { ids: [id] }, (data) => data.pauseSchedules),
  back: { kind: 'act', key: 'schedule.resume' },
};

const resumeSchedule: Act<ActedSchedule> = {
  key: 'schedule.resume',
  word: 'Resume',
  Icon: Play,
  permission: 'schedule.operate',
  fits: ({ state }) => scheduleMoves[state].ACTIVE !== undefined,
  call: ({ id }) => ask(ResumeSchedulesDocument, { ids: [id] }, (data) => data.resumeSchedules),
  back: { kind: 'act', key: 'schedule.pause' },
};

/** The acts of a schedule, in the order of their buttons. */
export const oneScheduleActs: readonly Act<ActedSchedule>[] = [fireNow, pauseSchedule, resumeSchedule];

function linkTo(tick: TriggerScheduleMutation['triggerSchedule']['tick']) {
  if (tick === null) return undefined;
  if (tick.run !== null) return { word: 'Open the run', href: runPath(tick.run.id) };
  return tick.job === null ? undefined : { word: 'Open the job', href: jobPath(tick.job.id) };
}
