'use client';

import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '#components/api/use-command.ts';
import { CancelRunDocument, PauseRunDocument, ResumeRunDocument } from '#components/generated/run.ts';
import { countStates } from '#components/graph/graph-model.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { RunAgainButton } from '#components/nouns/run/again/run-again.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { LateConfirmDialog } from '#components/ui/overlay/late-confirm-dialog.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { runMoves } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { RunDetails } from './use-run.ts';

/** What an operator may do with a run in its state. */
export function RunActions({ run }: { run: RunDetails }) {
  const mayOperate = useMay('run.operate');
  if (!mayOperate) return null;
  return (
    <>
      <RunAgainButton run={run} />
      {run.state === 'RUNNING' && <PauseButton run={run} />}
      {run.state === 'PAUSED' && <ResumeButton run={run} />}
      {runMoves[run.state].CANCELLED !== undefined && <CancelButton run={run} />}
    </>
  );
}

function PauseButton({ run }: { run: RunDetails }) {
  const [isAsking, setIsAsking] = useState(false);
  const pause = useCommand(PauseRunDocument, (data) => data.pauseRun);
  const confirm = async (reason: string | undefined) => {
    if ((await pause.run({ id: run.id, reason })) !== undefined) setIsAsking(false);
  };
  return (
    <>
      <Button Icon={Pause} onClick={() => setIsAsking(true)}>
        Pause
      </Button>
      {isAsking && (
        <LateConfirmDialog
          title={`Pause this run of ${run.workflow.name}?`}
          verb="Pause run"
          reason="optional"
          isBusy={pause.isBusy}
          refusal={pause.refusal}
          onConfirm={(reason) => void confirm(reason)}
          onClose={() => setIsAsking(false)}
        >
          <p>Steps at work finish; no other step starts until somebody resumes the run.</p>
        </LateConfirmDialog>
      )}
    </>
  );
}

function ResumeButton({ run }: { run: RunDetails }) {
  const resume = useCommand(ResumeRunDocument, (data) => data.resumeRun);
  return (
    <Button kind="primary" Icon={Play} isBusy={resume.isBusy} onClick={() => void resume.act({ id: run.id })}>
      Resume
    </Button>
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
        <LateConfirmDialog
          isDanger
          title={`Cancel this run of ${run.workflow.name}?`}
          verb="Cancel run"
          isBusy={cancel.isBusy}
          refusal={cancel.refusal}
          onConfirm={() => void confirm()}
          onClose={() => setIsAsking(false)}
        >
          <p>{consequence(run)}</p>
        </LateConfirmDialog>
      )}
    </>
  );
}

function consequence(run: RunDetails): string {
  const counts = new Map(countStates(run.steps).map(({ state, count }) => [state, count]));
  const running = counts.get('RUNNING') ?? 0;
  const waiting = (counts.get('PENDING') ?? 0) + (counts.get('SCHEDULED') ?? 0);
  const first =
    running === 0 ? 'No step runs at the moment' : `${sayCount(running, 'step')} at work will be told to stop`;
  return `${first}, and ${sayCount(waiting, 'step')} will not start. It does not go on afterwards, but can be run again from where it was cut off.`;
}
