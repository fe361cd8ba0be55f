'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RunStep } from '#components/graph/graph-model.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { RunAgainDialog } from './run-again-dialog.tsx';
import type { RunDetails } from './use-run.ts';

type Parts = { run: RunDetails; step?: RunStep; isSmall?: boolean };

/** Repeats a run that is over as a new one. A step that failed is tried again with its run. */
export function RunAgainButton({ run, step, isSmall = false }: Parts) {
  const mayOperate = useMay('run.operate');
  const [isAsking, setIsAsking] = useState(false);
  const isAboutFailure = step === undefined || step.state === 'FAILED' || step.state === 'DEAD';
  if (!mayOperate || !isSettledRun(run.state) || !isAboutFailure) return null;
  return (
    <>
      <Button isSmall={isSmall} Icon={RotateCcw} onClick={() => setIsAsking(true)}>
        Run again
      </Button>
      {isAsking && <RunAgainDialog run={run} onClose={() => setIsAsking(false)} />}
    </>
  );
}
