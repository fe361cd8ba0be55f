/** Why a run stands where it is: what failed it, or what the steps that could go on wait for. */

import type { RunStep } from '#components/graph/graph-model.ts';
import { isForWorker } from '#components/nouns/job/why/worker-wait.ts';
import type { RunState } from '#domain/machines.ts';
import { unreachable } from '#domain/unreachable.ts';

/** The sentence at the head of a run, and where it leads. */
export type RunWhy = {
  sentence: string;
  isFailure: boolean;
  /** The step to look at. */
  step: string | undefined;
  /** What that step says of itself. */
  detail: string | undefined;
  /** How many other steps it is true of. */
  moreSteps: number;
  /** True while steps whose turn has come wait, and none is at work. */
  isHeldUp: boolean;
  /** The job of that step, when it waits for nothing but a worker. */
  waitingJob: string | undefined;
};

type Run = {
  state: RunState;
  endsAs?: RunState | null;
  failedStep: string | null;
  reason: { message: string } | null;
  steps: readonly RunStep[];
};

/** The answer in a sentence. There always is one, so that its line never comes and goes. */
export function whyOfRun(run: Run): RunWhy {
  if (run.state === 'FAILED' || run.failedStep !== null) return failureOf(run);
  if (run.state === 'RUNNING' && run.endsAs === 'CANCELLED')
    return { ...progressOf(run.steps), sentence: 'Cancelled, and closing' };
  if (run.reason !== null) return plain(run.reason.message);
  switch (run.state) {
    case 'RUNNING':
      return progressOf(run.steps);
    case 'PAUSED':
      return plain('paused: what runs may finish, nothing new starts');
    case 'SUCCEEDED':
      return successOf(run.steps);
    case 'CANCELLED':
      return plain('an operator cancelled it');
    default:
      return unreachable(run.state);
  }
}

/** The job whose error failed the run, or holds it up while the next attempt waits; undefined when nothing does. */
export function failedJobOf(run: Run): string | undefined {
  if (run.state !== 'FAILED' && run.failedStep === null) return retryingJobOf(run);
  const stepKey = failedStepOf(run);
  return run.steps.find((step) => step.stepKey === stepKey && isFailed(step))?.job?.id;
}

function retryingJobOf({ state, steps }: Run): string | undefined {
  if (state !== 'RUNNING' || steps.some((step) => step.state === 'RUNNING')) return undefined;
  const first = heldSteps(steps)[0];
  return first?.reason?.code === 'RETRY_BACKOFF' ? first.job?.id : undefined;
}

function failedStepOf(run: Run): string | undefined {
  return run.failedStep ?? run.steps.find(isFailed)?.stepKey;
}

function failureOf(run: Run): RunWhy {
  const step = failedStepOf(run);
  const detail = run.steps.find((one) => one.stepKey === step)?.reason?.message;
  return { ...plain(run.reason?.message ?? 'a step failed'), isFailure: true, step, detail };
}

// Nothing runs: the first step whose turn has come says what the run waits for.
function progressOf(steps: readonly RunStep[]): RunWhy {
  const running = steps.filter(({ state }) => state === 'RUNNING');
  const [atWork] = running;
  if (atWork !== undefined) {
    // One that runs a workflow says what it waits for.
    const detail = atWork.reason?.message;
    return { ...plain('at work'), step: atWork.stepKey, detail, moreSteps: running.length - 1 };
  }
  const held = heldSteps(steps);
  const [first] = held;
  if (first === undefined) return plain('the next steps are made ready');
  return {
    ...plain('nothing runs at the moment'),
    step: first.stepKey,
    detail: first.reason?.message,
    moreSteps: held.length - 1,
    isHeldUp: true,
    waitingJob: isForWorker(first.reason) ? first.job?.id : undefined,
  };
}

function heldSteps(steps: readonly RunStep[]): RunStep[] {
  return steps.filter(({ state, reason }) => isOpen(state) && reason !== null && reason.code !== 'DEPENDENCY');
}

function successOf(steps: readonly RunStep[]): RunWhy {
  const caught = steps.filter(isFailed);
  if (caught[0] !== undefined)
    return { ...plain('done; what failed was caught'), step: caught[0].stepKey, moreSteps: caught.length - 1 };
  const retried = steps.filter(({ job }) => job !== null && job.attempt > 1);
  const [first] = retried;
  if (first === undefined) return plain('everything was done at the first attempt');
  return { ...plain('done, though not at the first attempt'), step: first.stepKey, moreSteps: retried.length - 1 };
}

function plain(text: string): RunWhy {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return {
    sentence,
    isFailure: false,
    step: undefined,
    detail: undefined,
    moreSteps: 0,
    isHeldUp: false,
    waitingJob: undefined,
  };
}

function isOpen(state: RunStep['state']): boolean {
  return state === 'PENDING' || state === 'SCHEDULED';
}

function isFailed({ state }: RunStep): boolean {
  return state === 'FAILED' || state === 'DEAD';
}
