'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { CancelRunDocument } from '#components/generated/documents.ts';
import { useMay } from '#components/shell/use-viewer.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { runMoves } from '#domain/machines.ts';
import { countStates } from './graph-model.ts';
import { RunAgainButton } from './run-again.tsx';
import type { RunDetails } from './use-run.ts';

/** What an operator may do with a run in its state. */
export function RunActions({ run }: { run: RunDetails }) {
  const mayOperate = useMay('run.operate');
  if (!mayOperate) return null;
  return (
    <>
      <RunAgainButton run={run} />
      {runMoves[run.state].CANCELLED !== undefined && <CancelButton run={run} />}
    </>
  );
}

function CancelButton({ run }: { run: RunDetails }) {
  const [isAsking, setIsAsking] = useState(false);
  const cancel = useCommand(CancelRunDocument, (data) => data.cancelRun);
  const say = useToast();
  const confirm = async () => {
    if ((await cancel.run({ id: run.id })) === undefined) return;
    setIsAsking(false);
    say({ words: 'The run is cancelled.', kind: 'done' });
  };
  return (
    <>
      <Button Icon={X} onClick={() => setIsAsking(true)}>
        Cancel run
      </Button>
      {isAsking && (
        <ConfirmDialog
          isDanger
          title={`Cancel this run of ${run.workflow.name}?`}
          verb="Cancel run"
          isBusy={cancel.isBusy}
          refusal={cancel.refusal}
          onConfirm={() => void confirm()}
          onClose={() => setIsAsking(false)}
        >
          <p>{consequence(run)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function consequence(run: RunDetails): string {
  const counts = new Map(countStates(run.steps).map(({ state, count }) => [state, count]));
  const running = counts.get('RUNNING') ?? 0;
  const waiting = (counts.get('PENDING') ?? 0) + (counts.get('SCHEDULED') ?? 0);
  const steps = (count: number) => (count === 1 ? '1 step' : `${count} steps`);
  const first = running === 0 ? 'No step runs at the moment' : `${steps(running)} at work will be told to stop`;
  return `${first}, and ${steps(waiting)} will not start. A cancelled run cannot be taken up again, only repeated.`;
}
