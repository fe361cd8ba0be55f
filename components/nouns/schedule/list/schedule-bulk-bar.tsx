'use client';

import { Pause, Play, X } from 'lucide-react';
import { useCommand } from '#components/api/use-command.ts';
import {
  PauseSchedulesDocument,
  ResumeSchedulesDocument,
  type ScheduleRowFragment,
} from '#components/generated/documents.ts';
import { sayCount } from '#components/nouns/schedule/words/say-count.ts';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { scheduleMoves } from '#domain/machines.ts';

type BulkBarProps = { chosen: readonly ScheduleRowFragment[]; onDone: () => void };

/** What may be done with the chosen schedules at once; those for which it makes no sense are left alone. */
export function ScheduleBulkBar({ chosen, onDone }: BulkBarProps) {
  const say = useToast();
  const pause = useCommand(PauseSchedulesDocument, (data) => data.pauseSchedules);
  const resume = useCommand(ResumeSchedulesDocument, (data) => data.resumeSchedules);
  const toPause = chosen.filter((row) => scheduleMoves[row.state].PAUSED !== undefined).map((row) => row.id);
  const toResume = chosen.filter((row) => scheduleMoves[row.state].ACTIVE !== undefined).map((row) => row.id);
  const pauseAll = async () => {
    if ((await pause.act({ ids: toPause })) === undefined) return;
    const undo = { word: 'Undo', act: () => void resume.act({ ids: toPause }) };
    say({ words: `${sayCount(toPause.length)} paused`, kind: 'done', action: undo });
    onDone();
  };
  const resumeAll = async () => {
    if ((await resume.act({ ids: toResume })) === undefined) return;
    const undo = { word: 'Undo', act: () => void pause.act({ ids: toResume }) };
    say({ words: `${sayCount(toResume.length)} resumed`, kind: 'done', action: undo });
    onDone();
  };
  return (
    <section aria-label="Chosen schedules" className="flex flex-wrap items-center gap-2">
      <span className="mr-2 font-medium">{sayCount(chosen.length)} chosen</span>
      <Button
        isSmall
        Icon={Pause}
        disabled={toPause.length === 0}
        isBusy={pause.isBusy}
        onClick={() => void pauseAll()}
      >
        Pause {toPause.length}
      </Button>
      <Button
        isSmall
        Icon={Play}
        disabled={toResume.length === 0}
        isBusy={resume.isBusy}
        onClick={() => void resumeAll()}
      >
        Resume {toResume.length}
      </Button>
      <Button isSmall kind="quiet" Icon={X} onClick={onDone}>
        Choose none
      </Button>
    </section>
  );
}
