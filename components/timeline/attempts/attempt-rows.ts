/** The attempts of a step, each in a row of its own below it. */

import type { StepRow } from '#components/timeline/timeline-rows.ts';
import type { Bar, TimedAttempt, TimedStep } from '#components/timeline/timeline-step.ts';
import type { JobState } from '#domain/machines.ts';

const ends: Record<string, JobState> = { SUCCEEDED: 'SUCCEEDED', RUNNING: 'RUNNING', CANCELLED: 'CANCELLED' };

/** One row for each attempt with what came before it: the wait for its turn, or the gap since the one before. None for a step with less than two. */
export function attemptRows({ step, bars }: StepRow): StepRow[] {
  if (step.attempts.length < 2) return [];
  const rows: StepRow[] = [];
  let before: Bar[] = [];
  for (const bar of bars) {
    before = [...before, bar];
    if (bar.kind !== 'run') continue;
    rows.push(rowOf(step, { bars: before, number: rows.length + 1 }));
    before = [];
  }
  return before.length === 0 ? rows : [...rows, rowOf(step, { bars: before, number: rows.length + 1 })];
}

function rowOf(step: TimedStep, { bars, number }: { bars: readonly Bar[]; number: number }): StepRow {
  const attempt: TimedAttempt | undefined = step.attempts[number - 1];
  const state = attempt === undefined ? step.state : (ends[attempt.state] ?? 'FAILED');
  const id = `${step.id} attempt ${number}`;
  const own = { ...step, id, state, attempts: attempt === undefined ? [] : [attempt] };
  return { kind: 'step', id, step: own, bars, isInGroup: true, attempt: number };
}
