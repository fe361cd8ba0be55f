'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RunStep } from '#components/graph/graph-model.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import type { RunDetails } from '#components/nouns/run/page/use-run.ts';
import { undoneBy } from '#components/nouns/run/steps/undone-by.ts';
import { Button } from '#components/ui/form/button.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { RerunDialog } from './rerun-dialog.tsx';
import { type RerunWay, wayAtFirst } from './rerun-ways.ts';

/** Repeats a run that is over as a new one. */
export function RunAgainButton({ run }: { run: RunDetails }) {
  const [isAsking, setIsAsking] = useState(false);
  if (!useMayRerun(run)) return null;
  return (
    <>
      <Button Icon={RotateCcw} onClick={() => setIsAsking(true)}>
        Run again
      </Button>
      {isAsking && (
        <RerunDialog run={run} begin={{ way: wayAtFirst(run), step: '' }} onClose={() => setIsAsking(false)} />
      )}
    </>
  );
}

/** Repeats a run from one of its steps on, or that step alone. A step that failed is tried again with its run. */
export function StepAgainButtons({ run, step }: { run: RunDetails; step: RunStep }) {
  const [way, setWay] = useState<RerunWay>();
  const mayRerun = useMayRerun(run);
  // What undoes a step has no place of its own in the definition.
  if (!mayRerun || undoneBy(run, step.stepKey) !== null) return null;
  return (
    <>
      <Button isSmall Icon={RotateCcw} onClick={() => setWay('following')}>
        Run again from here
      </Button>
      <Button isSmall onClick={() => setWay('alone')}>
        Only this
      </Button>
      {way !== undefined && (
        <RerunDialog run={run} begin={{ way, step: step.stepKey }} onClose={() => setWay(undefined)} />
      )}
    </>
  );
}

function useMayRerun(run: RunDetails): boolean {
  return useMay('run.operate') && isSettledRun(run.state);
}
