/** What a run goes through in one transaction: the moves taken in, the results known, and the decision. */

import type { EventPayload, JobEventType, StepEventType } from '#domain/event-catalogue.ts';
import type { Superseded } from '#domain/run/change/superseded.ts';
import type { Ending } from '#domain/run/close-run.ts';
import type { ByHand } from '#domain/run/codes-of-steps.ts';
import type { RunDecision, StepResult } from '#domain/run/decide-run.ts';
import type { LoopAtWork, TakenUpLoop } from '#domain/run/loop/loops-of-run.ts';
import type { RerunStart } from '#domain/run/plan-rerun.ts';
import type { SettledState } from '#domain/run/progress.ts';
import type { Budgets } from '#domain/run/run-reader.ts';
import type { StepKind } from '#domain/step/step-kind.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { PlannedStep } from '#domain/workflow/plan.ts';
import type { LoadedPlan } from '#engine/workflow/plan-cache.ts';
import type { LockedRun } from './lock-runs.ts';

/** What a step's job did, with the event row that its job already names; of a step without a job, `jobId` is the id of its own row. */
export type StepMove = {
  step: number;
  stepKey: string | null;
  jobId: string;
  eventId: string;
  type: JobEventType | StepEventType;
  from: string | null;
  to: string;
  attempt: number | null;
  reason: string | null;
  result?: Json;
  error?: EventPayload<'job.failed'>['error'];
};

/** A step whose end is that of an earlier run; `jobId` is null for one that never had a job. `waitId` is its row if it waited without one. */
export type KeptStep = { step: number; fromRunId: string; jobId: string | null; waitId?: string | null };

/** A loop that goes on with the items that did not succeed in the earlier run, where it is step `of`. */
export type KeptLoop = { step: number; of: number; keptItems: number; isOfRuns: boolean };

/** What a run that repeats another begins with. */
export type Rerun = {
  of: string;
  from: RerunStart;
  step: string | null;
  isAlone: boolean;
  reason: string | null;
  progress: Uint8Array;
  edges: Uint8Array | null;
  variables: JsonObject;
  /** Variables to be made again of what kept steps left. */
  remake: readonly string[];
  kept: readonly KeptStep[];
  loops: readonly KeptLoop[];
  /** Of the variables that people changed in the run that it repeats, what kept steps wrote before. */
  superseded: Superseded | null;
};

/** The step of a run that started another one. */
export type ParentStep = { runId: string; stepKey: string };

/** What a person changed of the run just now: what moves it on, and what is told of it. */
export type HandMade = ByHand & { reason: string; payload: EventPayload<'run.modified'> };

/** A run at work: its row, its plan, the moves taken in, and the decision once there is one. */
export type RunWork = {
  run: LockedRun;
  loaded: LoadedPlan;
  /** True for a run whose row is not stored yet. */
  isNew: boolean;
  /** What it begins with when it is new and repeats another. */
  rerun: Rerun | null;
  /** What started it when it is new and a step of another run did. */
  parent: ParentStep | null;
  byHand: HandMade | undefined;
  moves: StepMove[];
  /** Loops of which something has settled, by their step. */
  loops: Map<number, LoopAtWork>;
  /** Loops that have not begun and keep items of an earlier run, by their step. */
  takenUp: Map<number, TakenUpLoop>;
  /** Loops that are cancelled with their run, by their step. */
  stopped: readonly number[];
  results: Map<number, StepResult>;
  unfit: Map<number, string>;
  budgets: Budgets;
  decision: RunDecision;
};

/** The state in which a move settles its job; undefined for one that goes on. */
export function settledStateOf(state: string): SettledState | undefined {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'DEAD' || state === 'CANCELLED' ? state : undefined;
}

/** The state a run moves to, if the decision ends it. */
export function endOf(decision: RunDecision): Ending | undefined {
  return decision.outcome === 'OPEN' ? undefined : decision.outcome;
}

/** A step of the run as it was planned. */
export function plannedOf(work: RunWork, step: number): PlannedStep {
  const planned = work.loaded.plan.steps[step];
  if (planned === undefined) throw new Error(`broken invariant: the plan of run ${work.run.id} has step ${step}`);
  return planned;
}

/** Of what was decided, what is about steps of such kinds. */
export function ofKind(
  work: RunWork,
  isWanted: (kind: StepKind) => boolean,
): Pick<RunDecision, 'ready' | 'skipped' | 'failed'> {
  const { ready, skipped, failed } = work.decision;
  const among = <One extends { step: number }>(list: One[]) =>
    list.filter(({ step }) => isWanted(plannedOf(work, step).kind));
  return { ready: among(ready), skipped: among(skipped), failed: among(failed) };
}
