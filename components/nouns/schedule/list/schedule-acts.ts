/** What can be done to the schedules that are chosen; those for which it makes no sense are left alone. */
import { Pause, Play } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import {
  PauseSchedulesDocument,
  ResumeSchedulesDocument,
  type ScheduleRowFragment,
} from '#components/generated/schedules.ts';
import type { InstantAct } from '#components/kit/bulk/bulk-act.ts';
import { sayNumber } from '#components/kit/noun/noun.ts';
import { schedule } from '#components/nouns/schedule/schedule.ts';
import { scheduleMoves } from '#domain/machines.ts';

const pause = (ids: readonly string[]) => ask(PauseSchedulesDocument, { ids: [...ids] }, (data) => data.pauseSchedules);
const resume = (ids: readonly string[]) =>
  ask(ResumeSchedulesDocument, { ids: [...ids] }, (data) => data.resumeSchedules);
const paused = (count: number) => `${sayNumber(count, schedule)} paused`;
const resumed = (count: number) => `${sayNumber(count, schedule)} resumed`;

export const scheduleActs: readonly InstantAct<ScheduleRowFragment>[] = [
  {
    kind: 'instant',
    key: 'pause',
    word: (count) => `Pause ${count}`,
    Icon: Pause,
    permission: 'schedule.operate',
    fits: ({ state }) => scheduleMoves[state].PAUSED !== undefined,
    call: pause,
    done: paused,
    undo: resume,
    undone: resumed,
  },
  {
    kind: 'instant',
    key: 'resume',
    word: (count) => `Resume ${count}`,
    Icon: Play,
    permission: 'schedule.operate',
    fits: ({ state }) => scheduleMoves[state].ACTIVE !== undefined,
    call: resume,
    done: resumed,
    undo: pause,
    undone: paused,
  },
];
