/** What follows for steps that run workflows: which runs start, and which steps end how. */
import { subflowBounds } from '#domain/bounds/subflow.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { Fault } from '#domain/run/branches.ts';
import type { StepEnd } from '#domain/step/decision.ts';
import { endOfChild, endOfItems, endOfTimeout, failedEnd, moveItems, sayOneFailed } from '#domain/subflow/child-end.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { WaitEnd } from '#engine/run/advance/settle-waits.ts';
import type { NewRun } from '#engine/run/insert-runs.ts';
import type { Statements } from '#engine/store/database.ts';
import type { LoadedPlan } from '#engine/workflow/plan-cache.ts';
import { readChildResults } from './child-results.ts';
import type { RunningStep } from './running-steps.ts';
import { openStarts, type Starts } from './start-children.ts';

type Deciding = {
  runs: readonly LockedRun[];
  steps: readonly RunningStep[];
  plans: ReadonlyMap<string, LoadedPlan>;
  now: Date;
};

/** Nothing is stored but what was taken of quotas. Of a paused run nothing more starts. `unfinished` have more to start at once. */
export async function decideSteps(
  client: Statements,
  { runs, steps, plans, now }: Deciding,
): Promise<{ ends: WaitEnd[]; starts: NewRun[]; unfinished: RunningStep[] }> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const starts = await openStarts(client, steps.filter(mayStart), now);
  const ends: WaitEnd[] = [];
  const good: RunningStep[] = [];
  const unfinished: RunningStep[] = [];
  for (const step of steps) {
    const run = byId.get(step.runId);
    if (run === undefined) continue;
    const planned = plans.get(run.versionId)?.plan.steps[step.step];
    const each = planned?.each ?? null;
    const answer = step.hasList ? decideItems(step, { run, starts, each }) : decideOne(step, { run, starts });
    if (answer === 'succeeded') good.push(step);
    else if (answer === 'unfinished') unfinished.push(step);
    else if (answer !== undefined) ends.push(endFor(step, answer));
  }
  const results = await readChildResults(client, good);
  for (const step of good) ends.push(endFor(step, goodEnd(step, results.get(`${step.runId} ${step.step}`))));
  await starts.store();
  return { ends, starts: starts.runs, unfinished };
}

function mayStart({ started, kept, total }: RunningStep): boolean {
  return started + kept < total;
}

type One = { run: LockedRun; starts: Starts };
type Answer = StepEnd | 'succeeded' | 'unfinished' | undefined;

function decideOne(step: RunningStep, { run, starts }: One): Answer {
  const { ended, started, isOver, next } = step;
  // What has ended counts, even where the time is over as well.
  if (ended !== null) return ended.state === 'SUCCEEDED' ? 'succeeded' : endOfChild(ended, null);
  if (isOver) return endOfTimeout();
  if (started > 0 || run.state !== 'RUNNING') return undefined;
  const refused = starts.start(step, next[0] ?? { item: null, params: null });
  return refused === undefined ? undefined : failedEnd(refused.code, refused.message);
}

type Items = One & { each: NonNullable<LoadedPlan['plan']['steps'][number]['each']> | null };

function decideItems(step: RunningStep, { run, starts, each }: Items): Answer {
  const { total, kept, started, succeeded, failed, ended, isOver } = step;
  if (each === null) throw new Error('broken invariant: a step with items repeats its workflow');
  const failure = ended === null || ended.state === 'SUCCEEDED' ? null : sayOneFailed(ended, failed);
  const { maxOpen, onItemFailure } = each;
  const policy = { total, maxOpen, onItemFailure, failure };
  const counts = { started: started + kept, succeeded: succeeded + kept, failed };
  let fault: Fault | null = null;
  const next = moveItems({ ...policy, counts, fault });
  if (next.kind === 'ended') return next.fault === null ? 'succeeded' : endOfItems(next.fault, null);
  if (isOver) return endOfTimeout();
  if (next.kind === 'wait' || run.state !== 'RUNNING') return undefined;
  const { startsPerStepMax, startsPerPassMax } = subflowBounds;
  const room = Math.min(next.count, startsPerStepMax, Math.max(0, startsPerPassMax - starts.runs.length));
  for (const child of step.next.slice(0, room)) {
    const refused = starts.start(step, child);
    if (refused === undefined) {
      counts.started += 1;
      continue;
    }
    fault = { code: 'ITERATION_FAILED', message: `item ${child.item}: ${refused.message}` };
    break;
  }
  if (fault === null) return room < next.count ? 'unfinished' : undefined;
  // An item that cannot start stops the rest; the step fails when those at work have ended.
  const after = moveItems({ ...policy, counts, fault });
  return after.kind === 'ended' && after.fault !== null ? endOfItems(after.fault, null) : undefined;
}

function goodEnd(step: RunningStep, left: { result: StepEnd['result']; size: number } | undefined): StepEnd {
  if (left === undefined) throw new Error('broken invariant: a step whose runs succeeded is asked about');
  const max = valueBounds.payloadSizeBytesMax;
  if (left.size > max) {
    const message = `its result has ${left.size.toLocaleString('en')} bytes, ${max.toLocaleString('en')} is the most`;
    return failedEnd('RESULT_TOO_LARGE', message);
  }
  const { total, kept, succeeded, failed } = step;
  if (!step.hasList) return { state: 'SUCCEEDED', result: left.result, error: null };
  return endOfItems(null, { results: left.result, total, succeeded: succeeded + kept, failed });
}

function endFor({ tenantId, runId, step, started, succeeded, failed }: RunningStep, end: StepEnd): WaitEnd {
  return { tenantId, runId, step, end, decidedBy: null, lookAgain: started > succeeded + failed };
}
