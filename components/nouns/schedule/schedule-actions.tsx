'use client';

import { MoreHorizontal, Pause, Pencil, Play, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { useGo } from '#components/address/tenant-context.tsx';
import { useCommand } from '#components/api/use-command.ts';
import {
  PauseSchedulesDocument,
  ResumeSchedulesDocument,
  TriggerScheduleDocument,
} from '#components/generated/schedules.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { editSchedulePath, jobPath, runPath } from '#components/kit/words/paths.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { scheduleMoves } from '#domain/machines.ts';
import { DeleteScheduleDialog } from './delete-schedule-dialog.tsx';
import type { ScheduleDetails } from './one-schedule.ts';

/** What may be done to a schedule, as far as the viewer may do it. */
export function ScheduleActions({ schedule }: { schedule: ScheduleDetails }) {
  const { id, name, state } = schedule;
  const mayOperate = useMay('schedule.operate');
  const mayEdit = useMay('schedule.edit') && state !== 'ENDED';
  const [isDeleting, setIsDeleting] = useState(false);
  const go = useGo();
  const edit = () => go(editSchedulePath(id));
  usePageActions(mayEdit ? [{ word: `Edit ${name}`, act: edit, Icon: Pencil }] : []);
  return (
    <>
      {mayOperate && state !== 'ENDED' && <RunNow schedule={schedule} />}
      {mayOperate && <PauseOrResume schedule={schedule} />}
      {mayEdit && (
        <>
          <ButtonLink Icon={Pencil} href={editSchedulePath(id)}>
            Edit
          </ButtonLink>
          <Menu
            trigger={<IconButton isFramed label="More" Icon={MoreHorizontal} />}
            entries={[{ kind: 'act', word: 'Delete …', Icon: Trash2, isDanger: true, act: () => setIsDeleting(true) }]}
          />
        </>
      )}
      {isDeleting && <DeleteScheduleDialog id={id} name={name} onClose={() => setIsDeleting(false)} />}
    </>
  );
}

function RunNow({ schedule: { id } }: { schedule: ScheduleDetails }) {
  const say = useToast();
  const trigger = useCommand(TriggerScheduleDocument, (data) => data.triggerSchedule);
  const run = async () => {
    const tick = (await trigger.act({ id }))?.triggerSchedule.tick;
    if (tick === undefined || tick === null) return;
    const job = tick.job === null ? undefined : { word: 'Open the job', href: jobPath(tick.job.id) };
    const link = tick.run === null ? job : { word: 'Open the run', href: runPath(tick.run.id) };
    say({ words: 'Fired by hand', kind: 'done', ...(link !== undefined && { link }) });
  };
  return (
    <Button Icon={Zap} isBusy={trigger.isBusy} onClick={() => void run()}>
      Run now
    </Button>
  );
}

function PauseOrResume({ schedule: { id, state } }: { schedule: ScheduleDetails }) {
  const pause = useCommand(PauseSchedulesDocument, (data) => data.pauseSchedules);
  const resume = useCommand(ResumeSchedulesDocument, (data) => data.resumeSchedules);
  const moves = scheduleMoves[state];
  return (
    <>
      {moves.PAUSED !== undefined && (
        <Button Icon={Pause} isBusy={pause.isBusy} onClick={() => void pause.act({ ids: [id] })}>
          Pause
        </Button>
      )}
      {moves.ACTIVE !== undefined && (
        <Button Icon={Play} isBusy={resume.isBusy} onClick={() => void resume.act({ ids: [id] })}>
          Resume
        </Button>
      )}
    </>
  );
}
