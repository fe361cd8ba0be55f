/** Starts runs: their row, their first event and the jobs of their roots, in one transaction. */
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { emptyProgress } from '#domain/run/progress.ts';
import { isJsonObject, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { resolveVariables } from '#domain/workflow/variables.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import type { Rerun } from '#engine/run/advance/run-work.ts';
import { insertKeptSteps } from '#engine/run/rerun/kept-steps.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys } from '#engine/store/idempotency.ts';
import { throughOutage } from '#engine/store/outage.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type LoadedPlan, loadPlans } from '#engine/workflow/plan-cache.ts';

export type StartRunInput = {
  /** Name of a workflow. */
  workflow: string;
  /** Number of a published version; the latest unless given. */
  version?: number | null;
  variables?: JsonObject | null;
  idempotencyKey?: string | null;
};

/** A run about to be stored; its variables are resolved already. */
export type NewRun = {
  tenantId: string;
  id: string;
  workflowId: string;
  versionId: string;
  inputs: JsonObject;
  startedBy: string;
  scheduleId?: string | null;
  correlationId?: string | null;
  /** What it begins with, when it repeats another run. */
  rerun?: Rerun;
};

/** Starts a run of a published version with variables that its declaration accepts. */
export async function startRun(
  context: Context,
  input: StartRunInput,
): Promise<Outcome<{ runId: string; idempotentReplay: boolean }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const variables = input.variables ?? {};
  const unfit = unfitJson(variables);
  if (unfit !== undefined || !isJsonObject(variables))
    return refuse('BAD_INPUT', `the variables ${unfit ?? 'are not an object'}`, ['variables']);
  if (unfitJson(input.workflow) !== undefined)
    return refuse('UNKNOWN_WORKFLOW', 'no workflow has such a name', ['workflow']);
  const { idempotencyKey: key } = input;
  // Runs that a try before this one made, whose commit nobody heard of.
  const made = new Set<string>();
  if (
    typeof key === 'string' &&
    (key === '' || key.length > valueBounds.nameLengthMax || unfitJson(key) !== undefined)
  ) {
    return refuse('BAD_INPUT', `an idempotency key is 1 to ${valueBounds.nameLengthMax} characters long`, [
      'idempotencyKey',
    ]);
  }
  const start = () =>
    hintedCommand(context, ['work', 'news'], (tx) => store(tx, context, { ...input, variables, made }));
  return await (typeof key === 'string' ? throughOutage(start) : start());
}

async function store(
  tx: Transaction,
  context: Context,
  input: StartRunInput & { variables: JsonObject; made: Set<string> },
): Promise<Outcome<{ runId: string; idempotentReplay: boolean }>> {
  const version = await findVersion(tx, input.workflow, input.version ?? null);
  if (!version.ok) return version;
  const plans = await loadPlans(tx.client, [{ tenantId: tx.tenantId, versionId: version.value.versionId }]);
  const loaded = plans.get(version.value.versionId);
  if (loaded === undefined) throw new Error('broken invariant: a version that was found has a plan');
  const inputs = resolveVariables(loaded.definition, input.variables);
  if (!inputs.ok) return inputs;
  const runId = newId();
  if (input.idempotencyKey !== undefined && input.idempotencyKey !== null) {
    // What was asked for, not what came of it: a default may be another one when the request is sent again.
    const { idempotencyKey: _key, variables, ...asked } = input;
    const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));
    const bodyHash = bodyHashOf({ ...asked, variables: given });
    const keyed = await claimIdempotencyKeys(tx, 'startRun', [
      { key: input.idempotencyKey, entityId: runId, bodyHash, path: ['idempotencyKey'] },
    ]);
    if (!keyed.ok) return keyed;
    const earlier = keyed.value.get(runId);
    if (earlier !== undefined) return done({ runId: earlier, idempotentReplay: !input.made.has(earlier) });
  }
  input.made.add(runId);
  const startedBy = actorName(context.actor);
  await insertRuns(
    tx.client,
    [{ tenantId: tx.tenantId, id: runId, ...version.value, inputs: inputs.value, startedBy }],
    { now: tx.now, actor: startedBy },
  );
  return done({ runId, idempotentReplay: false });
}

/** The version of a named workflow; refused NOT_FOUND or UNKNOWN_WORKFLOW. */
export async function findVersion(
  tx: Transaction,
  name: string,
  number: number | null,
): Promise<Outcome<{ workflowId: string; versionId: string }>> {
  const workflow = await tx.client.workflow.findUnique({
    where: { tenantId_name: { tenantId: tx.tenantId, name } },
    select: { id: true, version: true },
  });
  if (workflow === null) return refuse('UNKNOWN_WORKFLOW', `there is no workflow "${name}"`, ['workflow']);
  const wanted = number ?? workflow.version;
  const version = await tx.client.workflowVersion.findUnique({
    where: { tenantId_workflowId_number: { tenantId: tx.tenantId, workflowId: workflow.id, number: wanted } },
    select: { id: true },
  });
  if (version === null) return refuse('NOT_FOUND', `workflow "${name}" has no version ${wanted}`, ['version']);
  return done({ workflowId: workflow.id, versionId: version.id });
}

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
    runs.map(({ tenantId, versionId }) => ({ tenantId, versionId })),
  );
  const planOf = (run: NewRun): LoadedPlan => {
    const loaded = plans.get(run.versionId);
    if (loaded === undefined) throw new Error(`broken invariant: version ${run.versionId} has a plan`);
    return loaded;
  };
  await client.run.createMany({
    data: runs.map(({ rerun, ...run }) => ({
      ...run,
      ...(rerun === undefined ? {} : replayOf(rerun)),
      state: 'RUNNING' as const,
      variables: rerun?.variables ?? run.inputs,
      progress: Uint8Array.from(rerun?.progress ?? emptyProgress(planOf(run).plan)),
      startedAt: now,
      deadlineAt: deadlineOf(planOf(run), now),
    })),
  });
  await insertKeptSteps(client, runs);
  await advanceRuns(client, {
    now,
    actor,
    costMax,
    runs: runs.map((run) => ({
      run: asLocked(run, planOf(run), now),
      moves: [],
      isNew: true,
      rerun: run.rerun ?? null,
    })),
  });
}

function replayOf({ of, from, step, isAlone, reason, kept }: Rerun) {
  return {
    replayOf: of,
    replayFrom: from,
    replayStep: step,
    replayAlone: isAlone,
    replayReason: reason,
    keptSteps: kept.length,
  };
}

function deadlineOf(loaded: LoadedPlan, now: Date): Date | null {
  const { maxExecutionTimeMs } = loaded.definition.limits;
  return maxExecutionTimeMs === undefined ? null : new Date(now.getTime() + maxExecutionTimeMs);
}

// The row was inserted by this very transaction: nobody else can see it, which is as good as a lock.
function asLocked({ rerun, ...run }: NewRun, loaded: LoadedPlan, now: Date): LockedRun {
  return {
    tenantId: run.tenantId,
    id: run.id,
    versionId: run.versionId,
    state: 'RUNNING',
    progress: rerun?.progress ?? emptyProgress(loaded.plan),
    edges: rerun?.edges ?? null,
    inputs: run.inputs,
    variables: rerun?.variables ?? run.inputs,
    eventSeq: 0,
    failedStep: null,
    startedAt: now,
    keptSteps: rerun?.kept.length ?? 0,
    isStepAlone: rerun?.isAlone ?? false,
    lockedAt: now,
  };
}
