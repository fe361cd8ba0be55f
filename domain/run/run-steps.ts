/** The steps of a run as a person sees them: the plan laid over the run's progress. */

import type { WaitCode } from '#domain/job/wait-codes.ts';
import type { Reason } from '#domain/job/wait-reason.ts';
import type { JobState, RunState } from '#domain/machines.ts';
import { unreachable } from '#domain/unreachable.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { Plan, PlannedStep } from '#domain/workflow/plan.ts';
import { type StepState, stepStateOf } from './step-codes.ts';

/** A step. `hasJob` is true when a job carries it out or carried it out: the job's own state and reason are then nearer. */
export type StepView = {
  index: number;
  stepKey: string;
  state: JobState;
  hasJob: boolean;
  reason: Reason | null;
  /** The id of the step that it undoes. */
  compensates: string | null;
  isFinally: boolean;
};

// A step without a job, too, waits for nothing that has no words of its own.
type StepReason = Reason & { code: WaitCode };

// Longer lists are for the graph to show.
const namedMax = 5;

/** Every step, in the order of the definition. */
export function stepViews(run: { plan: Plan; progress: Uint8Array; state: RunState }): StepView[] {
  const stateAt = (index: number): StepState => stepStateOf(run.progress[index] ?? 0) ?? 'WAITING';
  return run.plan.steps.map((step) => {
    const state = stateAt(step.index);
    const compensates = step.compensates === null ? null : (run.plan.steps[step.compensates]?.id ?? null);
    const isFinally = step.step.isFinally === true;
    const view = { index: step.index, stepKey: step.id, compensates, isFinally };
    switch (state) {
      case 'WAITING':
        return { ...view, state: 'PENDING', hasJob: false, reason: dependencyReason(step, run.plan, stateAt) };
      case 'WAITING_ROOM':
        return { ...view, state: 'PENDING', hasJob: false, reason: roomReason(run) };
      case 'OPEN':
        return { ...view, state: 'PENDING', hasJob: true, reason: null };
      case 'SUCCEEDED':
      case 'FAILED':
      case 'DEAD':
      case 'CANCELLED':
      case 'SKIPPED':
        return { ...view, state, hasJob: true, reason: null };
      default:
        return unreachable(state);
    }
  });
}

function dependencyReason(step: PlannedStep, plan: Plan, stateAt: (index: number) => StepState): StepReason {
  if (plan.endings?.isEnding[step.index] === 1)
    return { code: 'DEPENDENCY', message: 'waits for all other steps to end' };
  const open = new Set<string>();
  for (const edge of step.parents) {
    const state = stateAt(edge.from);
    if (state !== 'WAITING' && state !== 'WAITING_ROOM' && state !== 'OPEN') continue;
    open.add(plan.steps[edge.from]?.id ?? '');
  }
  const names = [...open];
  const more = names.length > namedMax ? ` and ${names.length - namedMax} more` : '';
  return { code: 'DEPENDENCY', message: `waits for ${names.slice(0, namedMax).join(', ')}${more}` };
}

function roomReason(run: { plan: Plan; state: RunState }): StepReason {
  if (run.state === 'PAUSED') return { code: 'RUN_PAUSED', message: 'its run is paused' };
  // Without a limit of its own, it waits because those beside it came to as much as one move of a run may render.
  if (!Number.isFinite(run.plan.maxConcurrentTasks))
    return {
      code: 'RUN_LIMIT',
      message: 'the steps that started before it come first: its params are too large beside theirs',
    };
  return {
    code: 'RUN_LIMIT',
    message: `the run carries out at most ${sayCount(run.plan.maxConcurrentTasks, 'step')} at once`,
  };
}
