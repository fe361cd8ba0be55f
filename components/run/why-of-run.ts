/** Why a run stands where it is: what failed it, or what the steps that could go on wait for. */
import type { RunState } from '#domain/machines.ts';
import type { RunStep } from './graph-model.ts';

/** The sentence at the head of a run, and where it leads. */
export type RunWhy = {
  sentence: string;
  isFailure: boolean;
  /** The step to look at. */
  step: string | undefined;
  /** What that step says of itself. */
  detail: string | undefined;
  /** How many other steps wait for the same. */
  moreSteps: number;
};

type Run = {
  state: RunState;
  failedStep: string | null;
  reason: { message: string } | null;
  steps: readonly RunStep[];
};

/** The answer in a sentence; undefined while everything goes as it should. */
export function whyOfRun(run: Run): RunWhy | undefined {
  const none = { detail: undefined, moreSteps: 0 };
  if (run.state === 'FAILED' || run.failedStep !== null) {
    const step = run.failedStep ?? run.steps.find(isFailed)?.stepKey;
    const failed = run.steps.find((one) => one.stepKey === step);
    const detail = failed?.reason?.message;
    return {
      sentence: sentenceOf(run.reason?.message ?? 'a step failed'),
      isFailure: true,
      step,
      detail,
      moreSteps: 0,
    };
  }
  if (run.reason !== null)
    return { ...none, sentence: sentenceOf(run.reason.message), isFailure: false, step: undefined };
  if (run.state === 'PAUSED') {
    return {
      ...none,
      sentence: 'Paused: what runs may finish, nothing new starts.',
      isFailure: false,
      step: undefined,
    };
  }
  return run.state === 'RUNNING' ? holdUpOf(run.steps) : undefined;
}

// Nothing runs: the first step with a job of its own, or whose turn has come, says what the run waits for.
function holdUpOf(steps: readonly RunStep[]): RunWhy | undefined {
  if (steps.some(({ state }) => state === 'RUNNING')) return undefined;
  const held = steps.filter(({ state, reason }) => isOpen(state) && reason !== null && reason.code !== 'DEPENDENCY');
  const [first] = held;
  if (first === undefined) return undefined;
  return {
    sentence: 'Nothing runs at the moment.',
    isFailure: false,
    step: first.stepKey,
    detail: first.reason?.message,
    moreSteps: held.length - 1,
  };
}

function isOpen(state: RunStep['state']): boolean {
  return state === 'PENDING' || state === 'SCHEDULED';
}

function isFailed({ state }: RunStep): boolean {
  return state === 'FAILED' || state === 'DEAD';
}

function sentenceOf(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
