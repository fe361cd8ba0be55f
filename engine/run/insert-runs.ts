/** Stores runs: their row, their first event and the jobs of their roots. */
import { printSuperseded } from '#domain/run/change/superseded.ts';
import { emptyProgress } from '#domain/run/progress.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { capOfRun, type LockedRun, type WorkflowCap } from '#engine/run/advance/lock-runs.ts';
import type { Rerun } from '#engine/run/advance/run-work.ts';
import { insertKeptChildren } from '#engine/run/rerun/kept-children.ts';
import { insertKeptItems } from '#engine/run/rerun/kept-items.ts';
import { insertKeptSteps } from '#engine/run/rerun/kept-steps.ts';
import type { Statements } from '#engine/store/database.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { planIdOf } from './run-rows.ts';

/** Which step of which run starts a run, for which item of its list, and how many runs stand above that. */
export type ParentOfRun = { runId: string; step: number; stepKey: string; item: number | null; depth: number };

/** A run about to be stored; its variables are resolved already. */
export type NewRun = {
  tenantId: string;
  id: string;
  workflowId: string;
  versionId: string;
  /** What it follows in the place of its version: of a changed run that it repeats. */
  definitionId?: string | null;
  inputs: JsonObject;
  startedBy: string;
  scheduleId?: string | null;
  correlationId?: string | null;
  /** The step of another run that starts it. */
  parent?: ParentOfRun;
  /** What it begins with, when it repeats another run. */
  rerun?: Rerun;
};

/**
 * Stores runs of any tenants and starts their roots, in a handful of statements. Used by the planner as well, which says
 * with `costMax` what they may take together.
 */
export async function insertRuns(
  client: Statements,
  runs: readonly NewRun[],
  request: { now: Date; actor: string; costMax?: number },
): Promise<void> {
  if (runs.length === 0) return;
  const { now, actor, costMax } = request;
  const plans = await loadPlans(
    client,
    runs.map((run) => ({ tenantId: run.tenantId, versionId: planIdOf(run) })),
  );
  const planOf = (run: NewRun): LoadedPlan => {
    const loaded = plans.get(planIdOf(run));
    if (loaded === undefined) throw new Error(`broken invariant: version ${run.versionId} has a plan`);
    return loaded;
  };
  const caps = new Map<string, WorkflowCap>();
  for (const part of partsOf(runs.map((run) => JSON.stringify(rowOf(run, planOf(run), now)))))
    for (const { id, cap } of await insertPart(client, part, now)) caps.set(id, cap);
  await insertKeptSteps(client, runs);
  await insertKeptItems(client, runs);
  await insertKeptChildren(client, runs);
  await advanceRuns(client, {
    now,
    actor,
    costMax,
    runs: runs.map((run) => ({
      run: { ...asLocked(run, planOf(run), now), cap: caps.get(run.id) ?? null },
      moves: [],
      isNew: true,
      rerun: run.rerun ?? null,
      parent: run.parent ?? null,
    })),
  });
}

// What a statement brings is written in one go, and nobody else is served meanwhile: some 10 ms.
const rowsLengthMax = 512 * 1024;

function* partsOf(rows: readonly string[]): Generator<string[]> {
  let part: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (part.length > 0 && length + row.length > rowsLengthMax) {
      yield part;
      [part, length] = [[], 0];
    }
    part.push(row);
    length += row.length;
  }
  yield part;
}

function rowOf({ rerun, ...run }: NewRun, loaded: LoadedPlan, now: Date): Record<string, Json | undefined> {
  return {
    tenant_id: run.tenantId,
    id: run.id,
    workflow_id: run.workflowId,
    version_id: run.versionId,
    definition_id: run.definitionId,
    inputs: run.inputs,
    // Sent once where they are the same.
    variables: rerun?.variables,
    progress: Buffer.from(rerun?.progress ?? emptyProgress(loaded.plan)).toString('hex'),
    deadline_at: deadlineOf(loaded, now)?.toISOString(),
    schedule_id: run.scheduleId,
    started_by: run.startedBy,
    correlation_id: run.correlationId,
    ...(rerun === undefined ? {} : replayOf(rerun)),
    ...(run.parent === undefined ? {} : parentOf(run.parent)),
  };
}

function parentOf({ runId, step, item, depth }: ParentOfRun): Record<string, Json> {
  return { parent_run_id: runId, parent_step: step, parent_item: item, depth };
}

function replayOf({ of, from, step, isAlone, reason, kept, loops, superseded }: Rerun): Record<string, Json> {
  return {
    replay_of: of,
    replay_from: from,
    replay_step: step,
    replay_alone: isAlone,
    replay_reason: reason,
    kept_steps: kept.length,
    kept_items: keptItemsOf(loops),
    superseded: printSuperseded(superseded),
  };
}

function keptItemsOf(loops: Rerun['loops']): number {
  return loops.reduce((sum, { keptItems }) => sum + keptItems, 0);
}

/** Hands back those of the runs whose workflow limits what all of its runs do at once. */
async function insertPart(
  client: Statements,
  rows: readonly string[],
  now: Date,
): Promise<{ id: string; cap: WorkflowCap }[]> {
  return await client.$queryRaw(Prisma.sql`/* insert_runs */
    with r as (
    insert into runs (tenant_id, id, workflow_id, version_id, definition_id, state, inputs, variables, progress, started_at, deadline_at,
      schedule_id, started_by, correlation_id, replay_of, replay_from, replay_step, replay_alone, replay_reason, kept_steps, kept_items,
      superseded, parent_run_id, parent_step, parent_item, depth)
    select tenant_id, id, workflow_id, version_id, definition_id, 'RUNNING', inputs, coalesce(variables, inputs), decode(progress, 'hex'),
      ${now}, deadline_at, schedule_id, started_by, correlation_id, replay_of, replay_from, replay_step, coalesce(replay_alone, false),
      replay_reason, coalesce(kept_steps, 0), coalesce(kept_items, 0), superseded, parent_run_id, parent_step, parent_item,
      coalesce(depth, 0)
    from json_to_recordset(${`[${rows.join(',')}]`}::json) as r (tenant_id uuid, id uuid, workflow_id uuid, version_id uuid,
      definition_id uuid, inputs json, variables json, progress text, deadline_at timestamptz, schedule_id uuid, started_by text,
      correlation_id text, replay_of uuid, replay_from text, replay_step text, replay_alone boolean, replay_reason text, kept_steps int,
      kept_items int, superseded json, parent_run_id uuid, parent_step int, parent_item int, depth int)
      returning tenant_id, id, workflow_id
    )
    select id, cap from (select id, ${capOfRun} as cap from r) capped where cap is not null`);
}

function deadlineOf(loaded: LoadedPlan, now: Date): Date | null {
  const { maxExecutionTimeMs } = loaded.definition.limits;
  return maxExecutionTimeMs === undefined ? null : new Date(now.getTime() + maxExecutionTimeMs);
}

// The row was inserted by this very transaction: nobody else can see it, which is as good as a lock.
function asLocked({ rerun, ...run }: NewRun, loaded: LoadedPlan, now: Date): Omit<LockedRun, 'cap'> {
  return {
    tenantId: run.tenantId,
    id: run.id,
    versionId: planIdOf(run),
    state: 'RUNNING',
    progress: rerun?.progress ?? emptyProgress(loaded.plan),
    edges: rerun?.edges ?? null,
    inputs: run.inputs,
    variables: rerun?.variables ?? run.inputs,
    superseded: rerun?.superseded ?? null,
    changes: 0,
    eventSeq: 0,
    failedStep: null,
    startedAt: now,
    keptSteps: rerun?.kept.length ?? 0,
    keptItems: keptItemsOf(rerun?.loops ?? []),
    isStepAlone: rerun?.isAlone ?? false,
    ending: null,
    endingCode: null,
    endingReason: null,
    lockedAt: now,
  };
}
