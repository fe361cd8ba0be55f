'use client';

import { PencilLine, Play, RotateCcw, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { CancelJobDocument, RetryJobDocument, RunJobNowDocument } from '#components/generated/jobs.ts';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { isRestorable } from '#components/nouns/job/restorable.ts';
import { Button } from '#components/ui/form/button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type JobState, jobMoves } from '#domain/machines.ts';

// Few retries need other params.
const RetryDialog = dynamic(
  () => import('#components/nouns/job/retry/retry-dialog.tsx').then((module) => module.RetryDialog),
  { ssr: false },
);

type ActionsProps = { job: { id: string; state: JobState; run: { id: string } | null }; isSmall?: boolean };

/** What an operator may do with a job in its state. */
export function JobActions({ job, isSmall = false }: ActionsProps) {
  const mayOperate = useMay('job.operate');
  const say = useToast();
  const cancel = useCommand(CancelJobDocument, (data) => data.cancelJob);
  const retry = useCommand(RetryJobDocument, (data) => data.retryJob);
  const runNow = useCommand(RunJobNowDocument, (data) => data.runJobNow);
  const { id } = job;
  const [isEditing, setIsEditing] = useState(false);
  const moves = jobMoves[job.state];
  const isSettledForNow = moves.RUNNING === undefined && moves.SUCCEEDED === undefined;
  // A step is tried again with its run.
  const mayRetry = moves.PENDING !== undefined && isSettledForNow && job.run === null;
  const hasTime = moves.PENDING !== undefined && moves.RUNNING !== undefined;
  const start = async () => {
    if ((await runNow.act({ id })) !== undefined)
      say({ words: 'The job starts as soon as a worker has room.', kind: 'done' });
  };
  const tryAgain = async (reason?: string) => {
    if ((await retry.act({ id, reason })) !== undefined)
      say({ words: 'The job waits for its next attempt.', kind: 'done' });
  };
  const end = async () => {
    if ((await cancel.act({ id })) === undefined) return;
    const undo = { action: { word: 'Undo', act: () => void tryAgain('the cancelling was undone') } };
    say({ words: 'The job is cancelled.', kind: 'done', ...(isRestorable(job) ? undo : {}) });
  };
  const all = [
    { may: mayRetry, word: 'Retry job', Icon: RotateCcw, isBusy: retry.isBusy, act: () => void tryAgain() },
    { may: mayRetry, word: 'Retry with …', Icon: PencilLine, isBusy: false, act: () => setIsEditing(true) },
    { may: hasTime, word: 'Run now', Icon: Play, isBusy: runNow.isBusy, act: () => void start() },
    {
      may: moves.CANCELLED !== undefined,
      word: 'Cancel job',
      Icon: X,
      isBusy: cancel.isBusy,
      act: () => void end(),
    },
  ];
  const acts = mayOperate ? all.filter(({ may }) => may) : [];
  usePageActions(acts);
  return (
    <>
      {acts.map(({ word, Icon, isBusy, act }) => (
        <Button key={word} isSmall={isSmall} Icon={Icon} isBusy={isBusy} onClick={act}>
          {word}
        </Button>
      ))}
      {isEditing && <RetryDialog id={id} onClose={() => setIsEditing(false)} />}
    </>
  );
}
