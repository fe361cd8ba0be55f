'use client';

import { RotateCcw, X } from 'lucide-react';
import { useCommand } from '#components/api/use-command.ts';
import { CancelJobDocument, RetryJobDocument } from '#components/generated/documents.ts';
import { CommandButton } from '#components/page/command-button.tsx';
import { Refusal } from '#components/page/notice.tsx';
import { useMay } from '#components/shell/use-viewer.tsx';
import { type JobState, jobMoves } from '#domain/machines.ts';

/** What an operator may do with a job in its state. */
export function JobActions({ job }: { job: { id: string; state: JobState } }) {
  const mayOperate = useMay('job.operate');
  const cancel = useCommand(CancelJobDocument, (data) => data.cancelJob);
  const retry = useCommand(RetryJobDocument, (data) => data.retryJob);
  if (!mayOperate) return null;
  const moves = jobMoves[job.state];
  const isSettledForNow = moves.RUNNING === undefined && moves.SUCCEEDED === undefined;
  return (
    <>
      <Refusal sentence={cancel.refusal ?? retry.refusal} />
      {moves.PENDING !== undefined && isSettledForNow && (
        <CommandButton isBusy={retry.isBusy} onPress={() => void retry.run({ id: job.id })}>
          <RotateCcw aria-hidden size={14} />
          Retry job
        </CommandButton>
      )}
      {moves.CANCELLED !== undefined && (
        <CommandButton isBusy={cancel.isBusy} onPress={() => void cancel.run({ id: job.id })}>
          <X aria-hidden size={14} />
          Cancel job
        </CommandButton>
      )}
    </>
  );
}
