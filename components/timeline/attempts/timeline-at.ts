/** The timeline of a run as it was at an earlier instant. */

import type { Timeline } from '#components/timeline/timeline-fold.ts';
import type { TimedAttempt, TimedStep } from '#components/timeline/timeline-step.ts';
import type { RunState } from '#domain/machines.ts';

type StepThen = Pick<TimedStep, 'stepKey' | 'state' | 'reason'>;

/** `run` has the states of the instant; what happened later is cut off. */
export function timelineAt(
  timeline: Timeline,
  run: { state: RunState; steps: readonly StepThen[] },
  atMs: number,
): Timeline {
  const byKey = new Map(run.steps.map((step) => [step.stepKey, step]));
  const steps = timeline.steps.map((step) => {
    const was = byKey.get(step.stepKey);
    return was === undefined || step.keptMs !== null ? step : stepAt({ ...step, state: was.state }, was.reason, atMs);
  });
  return { ...timeline, state: run.state, steps };
}

function stepAt(step: TimedStep, reason: TimedStep['reason'], atMs: number): TimedStep {
  const isReady = step.readyMs !== null && step.readyMs <= atMs;
  return {
    ...step,
    reason,
    jobId: isReady ? step.jobId : null,
    readyMs: isReady ? step.readyMs : null,
    finishedMs: step.finishedMs !== null && step.finishedMs <= atMs ? step.finishedMs : null,
    attempts: step.attempts.flatMap((attempt) => attemptAt(attempt, atMs)),
  };
}

function attemptAt(attempt: TimedAttempt, atMs: number): TimedAttempt[] {
  if (attempt.startedMs > atMs) return [];
  const isOver = attempt.finishedMs !== null && attempt.finishedMs <= atMs;
  return [isOver ? attempt : { ...attempt, state: 'RUNNING', finishedMs: null }];
}
