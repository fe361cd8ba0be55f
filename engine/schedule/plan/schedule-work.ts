/** The job or run that a schedule makes when it fires, or why it makes none. */
import { createHash } from 'node:crypto';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { boundedMemo } from '#domain/timetable/memo.ts';
import { publicId } from '#domain/value/ids.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { NewJob } from '#engine/job/insert/new-job.ts';
import type { NewRun } from '#engine/run/insert-runs.ts';
import { fitVariables, type WorkflowTarget } from '#engine/schedule/schedule-target.ts';
import { newId } from '#engine/store/id.ts';
import { checkParams } from '#engine/task/input-schema.ts';
import { needsOfJob } from '#engine/task/needs-of-job.ts';
import type { TaskTarget } from '#engine/task/task-catalogue.ts';

/** What the schedule is to make, as read today; undefined when its target is gone. */
export type WorkTarget =
  | { kind: 'task'; task: TaskTarget }
  | { kind: 'workflow'; workflow: WorkflowTarget }
  | undefined;

/** The part of a schedule that its work is made of. */
export type FiringSchedule = { tenantId: string; id: string; params: JsonObject };

export type Work =
  | { job: NewJob }
  | { run: NewRun }
  | { refused: { code: 'TARGET_GONE' | 'PARAMS_INVALID'; message: string } };

/** Makes the work of one instant. It is due at that instant, however late it was noticed. */
export function makeWork(schedule: FiringSchedule, target: WorkTarget, firing: { atMs: number; actor: string }): Work {
  if (target === undefined)
    return { refused: { code: 'TARGET_GONE', message: 'what this schedule fires does not exist any more' } };
  return target.kind === 'task'
    ? makeJob(schedule, target.task, firing.atMs)
    : makeRun(schedule, target.workflow, firing);
}

function makeJob(schedule: FiringSchedule, task: TaskTarget, atMs: number): Work {
  const fault = paramsFault(task, schedule.params);
  if (fault !== undefined) return misfit(task.name, fault);
  const needs = needsOfJob(task, { tenantId: schedule.tenantId, params: schedule.params, path: ['params'] });
  if (!needs.ok) return misfit(task.name, needs.refusals[0]?.message);
  const job: NewJob = {
    tenantId: schedule.tenantId,
    id: newId(),
    taskId: task.taskId,
    taskVersionId: task.taskVersionId,
    queueId: task.queueId,
    priority: task.priority,
    maxAttempts: task.retry.maxAttempts,
    state: 'PENDING',
    runAt: new Date(atMs),
    params: schedule.params,
    scheduleId: schedule.id,
    correlationId: correlationOf(schedule, atMs),
    needs: needs.value,
    slaStartByMs: task.sla.startByMs ?? null,
    slaMaxDurationMs: task.sla.maxDurationMs ?? null,
  };
  return { job };
}

// Neither a task version nor the params of a schedule change between ticks, and a schema may cost much to check.
const paramsFaults = boundedMemo<string | undefined>(timetableBounds.instantMemoMax);

function paramsFault(task: TaskTarget, params: JsonObject): string | undefined {
  if (task.inputSchema === null) return undefined;
  const hash = createHash('sha256').update(JSON.stringify(params)).digest('base64');
  return paramsFaults(`${task.taskVersionId} ${hash}`, () => {
    const checked = checkParams(task.inputSchema, params, ['params']);
    return checked.ok ? undefined : (checked.refusals[0]?.message ?? 'they do not fit');
  });
}

function makeRun(
  schedule: FiringSchedule,
  workflow: WorkflowTarget,
  { atMs, actor }: { atMs: number; actor: string },
): Work {
  const fitted = fitVariables(workflow, schedule.params);
  if (!fitted.ok) return misfit(workflow.name, fitted.refusals[0]?.message);
  const { workflowId, versionId } = workflow;
  const correlationId = correlationOf(schedule, atMs);
  return {
    run: {
      tenantId: schedule.tenantId,
      id: newId(),
      workflowId,
      versionId,
      inputs: fitted.value,
      startedBy: actor,
      scheduleId: schedule.id,
      correlationId,
    },
  };
}

function misfit(name: string, message = 'they do not fit'): Work {
  return { refused: { code: 'PARAMS_INVALID', message: `the params do not fit ${name} any more: ${message}` } };
}

/** Finds everything that one tick led to. */
function correlationOf(schedule: FiringSchedule, atMs: number): string {
  return `${publicId('schedule', schedule.id)}@${new Date(atMs).toISOString()}`;
}
