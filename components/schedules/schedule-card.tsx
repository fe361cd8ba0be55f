'use client';

import { Pause, Play, Zap } from 'lucide-react';
import { useCommand } from '#components/api/use-command.ts';
import {
  PauseScheduleDocument,
  ResumeScheduleDocument,
  TriggerScheduleDocument,
} from '#components/generated/documents.ts';
import { CommandButton } from '#components/page/command-button.tsx';
import { Refusal } from '#components/page/notice.tsx';
import { useMay } from '#components/shell/use-viewer.tsx';
import { scheduleLooks } from '#components/state/state-look.ts';
import { StateMark } from '#components/state/state-mark.tsx';
import { Moment } from '#components/time/moment.tsx';
import { scheduleMoves } from '#domain/machines.ts';
import type { ScheduleDetails } from './schedules-page.tsx';
import { TicksTable } from './ticks-table.tsx';

/** One schedule with its timetable, its actions and its last ticks. */
export function ScheduleCard({ schedule }: { schedule: ScheduleDetails }) {
  return (
    <section aria-label={schedule.name} className="panel">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2">
        <h2 className="min-w-0 break-words font-semibold">{schedule.name}</h2>
        <StateMark look={scheduleLooks[schedule.state]} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <ScheduleActions schedule={schedule} />
        </div>
        <p className="flex basis-full flex-wrap gap-x-5 gap-y-1">
          <span>
            <span className="text-quiet">Fires </span>
            {schedule.task?.name ?? schedule.workflow?.name ?? 'nothing'}
          </span>
          <span className="identifier">{schedule.cron}</span>
          <span>{schedule.timeZone}</span>
          <span>
            <span className="text-quiet">Next </span>
            <Moment at={schedule.nextRunAt} empty="never" />
          </span>
          <span>
            <span className="text-quiet">Overlap </span>
            {schedule.overlap.toLowerCase().replaceAll('_', ' ')}
          </span>
        </p>
      </header>
      <TicksTable ticks={schedule.ticks.nodes} name={schedule.name} />
    </section>
  );
}

function ScheduleActions({ schedule }: { schedule: ScheduleDetails }) {
  const mayOperate = useMay('schedule.operate');
  const pause = useCommand(PauseScheduleDocument, (data) => data.pauseSchedules);
  const resume = useCommand(ResumeScheduleDocument, (data) => data.resumeSchedules);
  const trigger = useCommand(TriggerScheduleDocument, (data) => data.triggerSchedule);
  if (!mayOperate) return null;
  const { id, name } = schedule;
  const moves = scheduleMoves[schedule.state];
  return (
    <>
      <Refusal sentence={pause.refusal ?? resume.refusal ?? trigger.refusal} />
      {schedule.state !== 'ENDED' && (
        <CommandButton
          isSmall
          label={`Run ${name} now`}
          isBusy={trigger.isBusy}
          onPress={() => void trigger.run({ id })}
        >
          <Zap aria-hidden size={14} />
          Run now
        </CommandButton>
      )}
      {moves.PAUSED !== undefined && (
        <CommandButton isSmall label={`Pause ${name}`} isBusy={pause.isBusy} onPress={() => void pause.run({ id })}>
          <Pause aria-hidden size={14} />
          Pause
        </CommandButton>
      )}
      {moves.ACTIVE !== undefined && (
        <CommandButton isSmall label={`Resume ${name}`} isBusy={resume.isBusy} onPress={() => void resume.run({ id })}>
          <Play aria-hidden size={14} />
          Resume
        </CommandButton>
      )}
    </>
  );
}
