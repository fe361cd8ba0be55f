/** The jobs that a decision makes of steps: ready ones, skipped ones, and ones that failed before they could start. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { NamedNeed } from '#domain/gate/render-needs.ts';
import { needsOf, retryOf } from '#domain/policy/step-policy.ts';
import type { Outcome } from '#domain/refusal.ts';
import { errorOf } from '#domain/run/run-reader.ts';
import type { Json } from '#domain/value/json.ts';
import type { PlannedStep } from '#domain/workflow/plan.ts';
import type { NewJob } from '#engine/job/insert/new-job.ts';
import { findQueuesOfTenants } from '#engine/queue/find-queues.ts';
import { jobsOfLoop } from '#engine/run/advance/loop/loop-jobs.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { newId } from '#engine/store/id.ts';
import { type CheckBudget, checkBudget, checkParams } from '#engine/task/input-schema.ts';
import { type NewNeed, needsOfJob } from '#engine/task/needs-of-job.ts';
import { findTasksOfTenants, type TaskTarget } from '#engine/task/task-catalogue.ts';
import type { WorkflowCap } from './lock-runs.ts';
import { ofKind, plannedOf, type RunWork } from './run-work.ts';
import { refusedAsk } from './step-waits.ts';

/** Tasks by `<tenant> <name>` that this transaction has looked up already. */
export type KnownTasks = Map<string, TaskTarget>;

/** For each run with ready steps whose params their task refuses: the steps, with the sentence. */
export async function findUnfitSteps(
  client: Asking,
  works: readonly RunWork[],
  known: KnownTasks,
): Promise<Map<string, Map<number, string>>> {
  const targets = await findTargets(client, works, known);
  const unfit = new Map<string, Map<number, string>>();
  for (const work of works) {
    const budget = checkBudget(taskBounds.schemaCostPerCallMax);
    for (const { step, params, item } of startingOf(work)) {
      if (isTurnOver()) await nextTurn();
      if (unfit.get(work.run.id)?.has(step) === true) continue;
      const { task } = plannedOf(work, step).step;
      const target = targets.get(targetKey(work.run.tenantId, task));
      const message =
        task === undefined
          ? refusedAsk(plannedOf(work, step), params)
          : target === undefined
            ? `there is no task "${task}"`
            : (refusedParams(target, params, budget) ?? refusedNeeds(work, { step, params, target }));
      if (message === undefined) continue;
      const found = unfit.get(work.run.id) ?? new Map<number, string>();
      unfit.set(work.run.id, found.set(step, item === null ? message : `item ${item}: ${message}`));
    }
  }
  return unfit;
}

function startingOf({ decision, loaded }: RunWork): { step: number; params: Json; item: number | null }[] {
  const ofLoops = decision.loops.flatMap(({ step, starts }) =>
    starts.map(({ params, item }) => ({
      step,
      params,
      item: loaded.plan.steps[step]?.loop?.kind === 'foreach' ? item : null,
    })),
  );
  return [...decision.ready.map((ready) => ({ ...ready, item: null })), ...ofLoops];
}

function refusedParams(target: TaskTarget, params: Json, budget: CheckBudget): string | undefined {
  if (target.inputSchema === null) return undefined;
  const checked = checkParams(target.inputSchema, params, [], budget);
  return checked.ok ? undefined : checked.refusals[0]?.message;
}

function refusedNeeds(work: RunWork, ready: { step: number; params: Json; target: TaskTarget }): string | undefined {
  const needs = needsOfStep(work, ready);
  return needs.ok ? undefined : needs.refusals[0]?.message;
}

/** The jobs of all decisions, without their event numbers. */
export async function makeStepJobs(
  client: Asking,
  works: readonly RunWork[],
  known: KnownTasks,
): Promise<Map<RunWork, NewJob[]>> {
  const targets = await findTargets(client, works, known);
  const queues = await findQueuesOfSteps(client, works);
  const made = new Map<RunWork, NewJob[]>();
  for (const work of works) {
    const jobs: NewJob[] = [];
    const { failed, skipped, ready } = ofKind(work, (kind) => kind === 'TASK');
    for (const { step, ...fault } of failed) {
      jobs.push({
        ...base(work, step, { targets, queues }),
        state: 'FAILED',
        reasonCode: fault.code,
        reason: fault.message,
        error: errorOf(fault),
      });
    }
    for (const { step, reason } of skipped)
      jobs.push({
        ...base(work, step, { targets, queues }),
        state: 'SKIPPED',
        reasonCode: reason.code,
        reason: reason.message,
      });
    for (const { step, params } of ready)
      jobs.push({
        ...base(work, step, { targets, queues }),
        state: 'PENDING',
        params,
        needs: toldNeeds(work, { step, params, targets }),
      });
    for (const change of work.decision.loops) {
      const { step } = change;
      jobs.push(
        ...jobsOfLoop(change, {
          base: () => base(work, step, { targets, queues }),
          needsOf: (params) => toldNeeds(work, { step, params, targets }),
        }),
      );
    }
    made.set(work, jobs);
  }
  return made;
}

// Those that cannot be told were found unfit before.
function toldNeeds(
  work: RunWork,
  { step, params, targets }: { step: number; params: Json; targets: ReadonlyMap<string, TaskTarget> },
): NewJob['needs'] {
  const target = targets.get(targetKey(work.run.tenantId, plannedOf(work, step).step.task));
  if (target === undefined) return null;
  const needs = needsOfStep(work, { step, params, target });
  if (!needs.ok) throw new Error('broken invariant: a step whose needs cannot be told is not ready');
  return needs.value;
}

function needsOfStep(
  work: RunWork,
  { step, params, target }: { step: number; params: Json; target: TaskTarget },
): Outcome<NewNeed[] | null> {
  const needs = needsOf(target.needs, plannedOf(work, step).step);
  const { tenantId, cap } = work.run;
  return needsOfJob({ ...target, needs }, { tenantId, params, path: [], beside: cap === null ? [] : [ofCap(cap)] });
}

function ofCap({ workflowId, name, maxRunningSteps }: WorkflowCap): NamedNeed {
  return { kind: 'WORKFLOW', key: name, ownerId: workflowId, amount: 1, capacity: maxRunningSteps };
}

type Known = { targets: ReadonlyMap<string, TaskTarget>; queues: ReadonlyMap<string, string> };

function base(work: RunWork, step: number, { targets, queues }: Known): Omit<NewJob, 'state'> {
  const planned = plannedOf(work, step);
  const { queue, priority, sla } = planned.step;
  const target = targets.get(targetKey(work.run.tenantId, planned.step.task));
  if (target === undefined)
    throw new Error(`broken invariant: task ${planned.step.task} of a published workflow exists`);
  return {
    tenantId: work.run.tenantId,
    id: newId(),
    taskId: target.taskId,
    taskVersionId: target.taskVersionId,
    queueId: queue === undefined ? target.queueId : queueIdOf(queues, work, queue),
    priority: priority ?? target.priority,
    maxAttempts: retryOf(target.retry, planned.step.retry).maxAttempts,
    runId: work.run.id,
    step,
    stepKey: planned.id,
    overrides: overridesOf(planned),
    slaStartByMs: sla?.startByMs ?? target.sla.startByMs ?? null,
    slaMaxDurationMs: sla?.maxDurationMs ?? target.sla.maxDurationMs ?? null,
  };
}

function queueIdOf(queues: Known['queues'], { run }: RunWork, name: string): string {
  const id = queues.get(targetKey(run.tenantId, name));
  if (id === undefined) throw new Error(`broken invariant: queue ${name} of a published step exists`);
  return id;
}

function overridesOf({ step: { retry, timeoutMs } }: PlannedStep): Json {
  if (retry === undefined && timeoutMs === undefined) return null;
  return { ...(retry !== undefined && { retry }), ...(timeoutMs !== undefined && { timeoutMs }) };
}

// Nearly all steps wait in the queues of their tasks: then nothing is asked.
async function findQueuesOfSteps(client: Asking, works: readonly RunWork[]): Promise<Map<string, string>> {
  const wanted = new Map<string, { tenantId: string; name: string }>();
  for (const work of works) {
    const { ready, skipped, failed } = work.decision;
    for (const { step } of [...ready, ...skipped, ...failed]) {
      const { queue } = plannedOf(work, step).step;
      if (queue === undefined) continue;
      const { tenantId } = work.run;
      wanted.set(targetKey(tenantId, queue), { tenantId, name: queue });
    }
  }
  return wanted.size === 0 ? new Map() : await findQueuesOfTenants(client, [...wanted.values()]);
}

async function findTargets(client: Asking, works: readonly RunWork[], known: KnownTasks): Promise<KnownTasks> {
  const wanted = new Map<string, { tenantId: string; name: string }>();
  for (const work of works) {
    const { ready, loops, skipped, failed } = work.decision;
    for (const { step } of [...ready, ...loops, ...skipped, ...failed]) {
      const name = plannedOf(work, step).step.task;
      if (name === undefined) continue;
      const key = targetKey(work.run.tenantId, name);
      if (!known.has(key)) wanted.set(key, { tenantId: work.run.tenantId, name });
    }
  }
  if (wanted.size === 0) return known;
  for (const [key, target] of await findTasksOfTenants(client, [...wanted.values()])) known.set(key, target);
  return known;
}

function targetKey(tenantId: string, name: string | undefined): string {
  return `${tenantId} ${name}`;
}
