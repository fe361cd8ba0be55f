/** What holds for a task, a workflow or a step of it, a schedule or a queue, and who says so: read at one instant. */
import { effectivePolicy, type PolicySources, type TaskSource } from '#domain/policy/effective-policy.ts';
import type { PolicyLine } from '#domain/policy/policy-line.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { readQueue } from '#engine/queue/list-queues.ts';
import type { QueueRow } from '#engine/queue/queue-rows.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { findTasksById, findTasksByName, type TaskTarget } from '#engine/task/task-catalogue.ts';
import { tenantRow } from '#engine/tenant/tenant-rows.ts';
import { loadPlans } from '#engine/workflow/plan-cache.ts';

/** One of task, workflow, schedule and queue; a queue may stand beside a task, version and step beside a workflow. */
export type PolicySubject = {
  task?: string | null;
  queue?: string | null;
  workflow?: string | null;
  /** Of the workflow; its latest unless given. */
  version?: number | null;
  step?: string | null;
  /** The bare id of a schedule. */
  schedule?: string | null;
};

/** The ids are of what the lines are about; null for what has no part in it. */
export type EffectivePolicyRow = {
  taskId: string | null;
  queueId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  step: string | null;
  lines: PolicyLine[];
};

/** Refused at its place when the subject is not there, or is more than one. */
export async function readEffectivePolicy(
  context: Context,
  subject: PolicySubject,
): Promise<Outcome<EffectivePolicyRow>> {
  const forbidden = refuseUnless(context, 'read');
  if (forbidden !== undefined) return forbidden;
  const unclear = refuseUnclear(subject);
  if (unclear !== undefined) return unclear;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const found = await findSubject(tx, subject);
    if (!found.ok) return found;
    const { task, workflow, schedule, step } = found.value;
    const queue = found.value.queue ?? (await queueOfStep(tx, step));
    const tenant = tenantRow(await tx.client.tenant.findUniqueOrThrow({ where: { id: tx.tenantId } }));
    const own = task === undefined ? undefined : await queueOfTask(tx, task);
    const sources: PolicySources = {
      tenant,
      ...(task !== undefined && own !== undefined && { task: sourceOf(task, own.name) }),
      ...((queue ?? own) !== undefined && { queue: queue ?? own }),
      ...(task !== undefined && found.value.queue !== undefined && { isQueueCalled: true }),
      ...(workflow !== undefined && { workflow }),
      ...(step !== undefined && { step }),
      ...(schedule !== undefined && { schedule: schedule.policies }),
    };
    return done({
      taskId: task?.taskId ?? null,
      queueId: (queue ?? own)?.id ?? null,
      workflowId: workflow?.workflowId ?? null,
      scheduleId: schedule?.id ?? null,
      step: step?.id ?? null,
      lines: effectivePolicy(sources),
    });
  });
}

function refuseUnclear(subject: PolicySubject) {
  const named = (['schedule', 'workflow', 'task', 'queue'] as const).filter((name) => isGiven(subject[name]));
  const [first, second] = named;
  if (first === undefined) return refuse('BAD_INPUT', 'name a task, a workflow, a schedule or a queue', ['task']);
  if (second !== undefined && first !== 'task')
    return refuse('BAD_INPUT', `the ${first} says which it is: name nothing else`, [second]);
  for (const part of ['version', 'step'] as const)
    if (isGiven(subject[part]) && !isGiven(subject.workflow))
      return refuse('BAD_INPUT', `a ${part} is one of a workflow: name that, too`, [part]);
  return undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

type Workflow = NonNullable<PolicySources['workflow']> & { workflowId: string };
type Schedule = { id: string; policies: NonNullable<PolicySources['schedule']> };
type Found = {
  task?: TaskTarget;
  queue?: QueueRow;
  workflow?: Workflow;
  schedule?: Schedule;
  step?: NonNullable<PolicySources['step']> & { id: string };
};

async function findSubject(tx: Transaction, subject: PolicySubject): Promise<Outcome<Found>> {
  const { task, queue, schedule, workflow } = subject;
  if (isText(schedule)) return await findSchedule(tx, schedule);
  if (isText(workflow)) return await findWorkflow(tx, { ...subject, workflow });
  const found: Found = {};
  if (isText(task)) {
    const target = (await findTasksByName(tx.client, tx.tenantId, [task])).get(task);
    if (target === undefined) return refuse('UNKNOWN_TASK', `there is no task "${task.slice(0, 200)}"`, ['task']);
    found.task = target;
  }
  if (isText(queue)) {
    const named = await readQueue(tx, { name: queue });
    if (named === undefined) return refuse('NOT_FOUND', `there is no queue "${queue.slice(0, 200)}"`, ['queue']);
    found.queue = named;
  }
  return done(found);
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string';
}

async function findSchedule(tx: Transaction, id: string): Promise<Outcome<Found>> {
  const row = await tx.client.schedule.findUnique({
    where: { tenantId_id: { tenantId: tx.tenantId, id } },
    select: { id: true, taskId: true, workflowId: true, overlap: true, catchUp: true, catchUpWindowMs: true },
  });
  if (row === null) return refuse('NOT_FOUND', 'there is no such schedule', ['schedule']);
  const catchUp = { policy: row.catchUp, windowMs: Number(row.catchUpWindowMs) };
  const schedule = { id, policies: { overlap: row.overlap, catchUp } };
  if (row.taskId !== null) {
    const tasks = await findTasksById(tx.client, [{ tenantId: tx.tenantId, taskId: row.taskId }]);
    const task = tasks.get(row.taskId);
    return done({ schedule, ...(task !== undefined && { task }) });
  }
  const read = row.workflowId === null ? undefined : await readWorkflow(tx, { id: row.workflowId });
  return done({ schedule, ...(read !== undefined && { workflow: read.workflow }) });
}

async function findWorkflow(
  tx: Transaction,
  { workflow: name, version, step: key }: PolicySubject & { workflow: string },
): Promise<Outcome<Found>> {
  const known = await tx.client.workflow.findUnique({
    where: { tenantId_name: { tenantId: tx.tenantId, name } },
    select: { id: true },
  });
  if (known === null) return refuse('UNKNOWN_WORKFLOW', `there is no workflow "${name.slice(0, 200)}"`, ['workflow']);
  const read = await readWorkflow(tx, { id: known.id, version: version ?? undefined });
  if (read === undefined) return refuse('NOT_FOUND', `it has no version ${version}`, ['version']);
  const { steps, workflow } = read;
  if (!isText(key)) return done({ workflow });
  const step = steps.find(({ id }) => id === key);
  if (step === undefined) return refuse('NOT_FOUND', `it has no step "${key.slice(0, 200)}"`, ['step']);
  if (step.task === undefined)
    return refuse('NOT_FOUND', `step "${key}" has no task, and what holds for jobs is not about it`, ['step']);
  const task = (await findTasksByName(tx.client, tx.tenantId, [step.task])).get(step.task);
  assert(task !== undefined, `the task ${step.task} of a published workflow exists`);
  return done({ workflow, step, task });
}

async function readWorkflow(
  { client, tenantId }: Transaction,
  { id, version }: { id: string; version?: number | undefined },
): Promise<{ workflow: Workflow; steps: Step[] } | undefined> {
  const row = await client.workflow.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (row === null) return undefined;
  const number = version ?? row.version;
  const published = await client.workflowVersion.findFirst({
    where: { tenantId, workflowId: id, number },
    select: { id: true },
  });
  if (published === null) return undefined;
  const loaded = (await loadPlans(client, [{ tenantId, versionId: published.id }])).get(published.id);
  assert(loaded !== undefined, 'a version that is there has a plan');
  const { limits, onFailure, steps } = loaded.definition;
  return { workflow: { workflowId: id, limits, onFailure, maxRunningSteps: row.maxRunningSteps }, steps };
}

async function queueOfStep(tx: Transaction, step: Found['step']): Promise<QueueRow | undefined> {
  if (step?.queue === undefined) return undefined;
  const queue = await readQueue(tx, { name: step.queue });
  assert(queue !== undefined, 'a published step names a queue that is there');
  return queue;
}

async function queueOfTask(tx: Transaction, { queueId }: TaskTarget): Promise<QueueRow> {
  const queue = await readQueue(tx, { id: queueId });
  assert(queue !== undefined, 'a task names a queue that is there');
  return queue;
}

function sourceOf({ priority, timeoutMs, retry, sla, needs }: TaskTarget, queue: string): TaskSource {
  return { queue, priority, timeoutMs, retry, sla, needs };
}
