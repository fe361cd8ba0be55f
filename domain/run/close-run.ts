/**
 * The end of a run: when everything else has settled, compensations undo what succeeded, one after the other, and then the
 * finally steps come all at once. What they see and do follows from how the others ended, so any order leads to the same.
 */
import type { RunState } from '#domain/machines.ts';
import { assert } from '#domain/unreachable.ts';
import type { PlannedStep } from '#domain/workflow/plan.ts';
import type { Endings } from '#domain/workflow/steps/endings.ts';
import { isFailure, isFinal } from './branches.ts';
import { stepCodes } from './step-codes.ts';

/** How a run ends when its last steps have, unless one of them fails a run that would succeed. */
export type Ending = Extract<RunState, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>;

/** What expressions of the last steps see of their run. */
export type EndingView = { ending: Ending; failedStep: number | null };

/** What an advance can do to a step: `decide` looks at its dependencies and its condition. */
type Doing = {
  codes: Uint8Array;
  stepAt: (step: number) => PlannedStep;
  admit: (step: number) => void;
  leaveOut: (step: number) => void;
  decide: (step: PlannedStep) => void;
};

/** Lets those of the last steps come to the waiting room whose turn it is; leaves out what nothing is to be done for. */
export function admitEndings({ compensations, finals }: Endings, ending: Ending, doing: Doing): void {
  const { codes } = doing;
  for (const { step, of } of compensations) {
    const code = codes[step] ?? stepCodes.WAITING;
    if (isFinal(code)) continue;
    // The one before it must have settled, however it did.
    if (code !== stepCodes.WAITING) return;
    if (ending !== 'SUCCEEDED' && codes[of] === stepCodes.SUCCEEDED) {
      doing.admit(step);
      return;
    }
    doing.leaveOut(step);
  }
  for (const step of finals) if (codes[step] === stepCodes.WAITING) doing.decide(doing.stepAt(step));
}

/** How the run ends, when the last of them has settled. What could not be undone is said by its own step alone. */
export function endAfter({ finals }: Endings, view: EndingView, codes: Uint8Array): EndingView {
  assert(areFinal(codes), 'a run ends when each of its steps has');
  if (view.ending !== 'SUCCEEDED') return view;
  const failed = finals.find((step) => isFailure(codes[step] ?? stepCodes.WAITING));
  return failed === undefined ? view : { ending: 'FAILED', failedStep: failed };
}

// A loop: asked of thousands of steps, a call for each would take longer than all the rest of the end.
function areFinal(codes: Uint8Array): boolean {
  for (const code of codes) if (!isFinal(code)) return false;
  return true;
}
