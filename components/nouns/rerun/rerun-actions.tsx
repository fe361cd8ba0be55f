'use client';

import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import {
  CancelRerunBatchDocument,
  PauseRerunBatchDocument,
  type RerunBatchRowFragment,
  ResumeRerunBatchDocument,
} from '#components/generated/reruns.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import { rerunBatchMoves } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

type Batch = Pick<RerunBatchRowFragment, 'id' | 'state' | 'counts'>;

/** What an operator may do with a batch in its state. */
export function RerunActions({ batch }: { batch: Batch }) {
  const mayOperate = useMay('run.operate');
  const pause = useCommand(PauseRerunBatchDocument, (data) => data.pauseRerunBatch);
  const resume = useCommand(ResumeRerunBatchDocument, (data) => data.resumeRerunBatch);
  if (!mayOperate) return null;
  const input = { id: batch.id };
  return (
    <>
      {batch.state === 'RUNNING' && batch.counts.waiting > 0 && (
        <Button Icon={Pause} isBusy={pause.isBusy} onClick={() => void pause.act({ input })}>
          Pause
        </Button>
      )}
      {batch.state === 'PAUSED' && (
        <Button kind="primary" Icon={Play} isBusy={resume.isBusy} onClick={() => void resume.act({ input })}>
          Resume
        </Button>
      )}
      {rerunBatchMoves[batch.state].CANCELLED !== undefined && <CancelButton batch={batch} />}
    </>
  );
}

function CancelButton({ batch }: { batch: Batch }) {
  const [isAsking, setIsAsking] = useState(false);
  const cancel = useCommand(CancelRerunBatchDocument, (data) => data.cancelRerunBatch);
  const confirm = async (reason: string | undefined) => {
    const input = { id: batch.id, ...(reason !== undefined && { reason }) };
    if ((await cancel.run({ input })) !== undefined) setIsAsking(false);
  };
  const { waiting, running } = batch.counts;
  return (
    <>
      <Button Icon={X} onClick={() => setIsAsking(true)}>
        Cancel batch
      </Button>
      {isAsking && (
        <ConfirmDialog
          isDanger
          title="Cancel this batch?"
          verb="Cancel batch"
          reason="optional"
          isBusy={cancel.isBusy}
          refusal={cancel.refusal}
          onConfirm={(reason) => void confirm(reason)}
          onClose={() => setIsAsking(false)}
        >
          <p>
            {sayRuns(waiting)} will not start. {running > 0 && `${sayRuns(running)} at work go on.`}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function sayRuns(count: number): string {
  return sayCount(count, 'run');
}
