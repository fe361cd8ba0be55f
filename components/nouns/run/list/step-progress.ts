/** How far the runs of a list have come, between the readings that say so. */
import type { EventType } from '#domain/event-catalogue.ts';

type Progress = { settled: number; total: number };
type GoingRun = { id: string; stepProgress: Progress };

/** The events after which the count of a run is another one. */
export const settlingTypes: EventType[] = ['job.succeeded', 'job.failed', 'job.dead', 'job.cancelled', 'job.skipped'];

/** Whether a run has steps left: no other is worth reading again. */
export function isUnfinished({ stepProgress: { settled, total } }: GoingRun): boolean {
  return settled < total;
}

/** The run as a reading found it. Readings may overtake each other: the count never falls, so the larger one is the later. */
export function withProgress<Run extends GoingRun>(run: Run, found: ReadonlyMap<string, Progress>): Run {
  const stepProgress = found.get(run.id);
  if (stepProgress === undefined || stepProgress.settled <= run.stepProgress.settled) return run;
  return { ...run, stepProgress };
}

/** `6 of 10 steps have settled`. */
export function sayProgress({ stepProgress: { settled, total } }: GoingRun): string {
  return `${settled} of ${total} ${total === 1 ? 'step has' : 'steps have'} settled`;
}
