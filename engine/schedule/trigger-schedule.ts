/** Fires a schedule now, beside its timetable: for a test, or because a person needs the work today. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { insertJobs } from '#engine/job/insert/insert-jobs.ts';
import { countingRoom, takeQueuedRoom } from '#engine/queue/queued-limit.ts';
import { shareQuotas, takeQuota } from '#engine/quota/take-quota.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import { insertTicks } from '#engine/schedule/plan/insert-ticks.ts';
import { makeWork, type WorkTarget } from '#engine/schedule/plan/schedule-work.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { findTasksById } from '#engine/task/task-catalogue.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { findWorkflowsById } from './schedule-target.ts';
import { lockSchedules, type StoredSchedule } from './schedules.ts';

/** The manual tick: exactly one of job and run is set. */
export type TriggeredTick = { scheduleId: string; scheduledFor: Date; jobId: string | null; runId: string | null };

/** Fires at once, whatever the overlap policy says; a paused schedule may be triggered, an ended one may not. */
export async function triggerSchedule(context: Context, input: { id: string }): Promise<Outcome<TriggeredTick>> {
  const forbidden = refuseUnless(context, 'schedule.operate');
  if (forbidden !== undefined) return forbidden;
  const trigger = async (tx: Transaction): Promise<Outcome<TriggeredTick>> => {
    const locked = await lockSchedules(tx, [input.id], () => ['id']);
    if (!locked.ok) return locked;
    const [schedule] = locked.value;
    if (schedule === undefined) return refuse('NOT_FOUND', 'there is no such schedule', ['id']);
    if (schedule.state === 'ENDED') return refuse('ILLEGAL_TRANSITION', 'the schedule has ended', ['id']);
    return await fire(tx, schedule, actorName(context.actor));
  };
  return await countingRoom(context, () => hintedCommand(context, ['work', 'news'], trigger));
}

async function fire(tx: Transaction, schedule: StoredSchedule, actor: string): Promise<Outcome<TriggeredTick>> {
  const { tenantId } = tx;
  const atMs = await freeInstant(tx, schedule.id);
  const work = makeWork({ ...schedule, tenantId }, await findWorkTarget(tx, schedule), { atMs, actor });
  if ('refused' in work)
    return refuse(work.refused.code === 'PARAMS_INVALID' ? 'PARAMS_INVALID' : 'NOT_FOUND', work.refused.message, [
      'id',
    ]);
  const jobId = 'job' in work ? work.job.id : null;
  const runId = 'run' in work ? work.run.id : null;
  if ('job' in work) await takeQueuedRoom(tx, 1);
  const shared = await shareQuotas(tx, ['id']);
  if (!shared.ok) return shared;
  const quota = await takeQuota(tx, 1, ['id']);
  if (!quota.ok) return quota;
  const reason = { code: 'MANUAL', message: 'a person triggered it' };
  await insertTicks(
    tx,
    [{ tenantId, scheduleId: schedule.id, scheduledForMs: atMs, outcome: 'FIRED', reason, manual: true, jobId, runId }],
    actor,
  );
  if ('job' in work) await insertJobs(tx.client, [work.job], actor);
  else await insertRuns(tx.client, [work.run], { now: tx.now, actor });
  return done({ scheduleId: schedule.id, scheduledFor: new Date(atMs), jobId, runId });
}

async function findWorkTarget(tx: Transaction, { taskId, workflowId }: StoredSchedule): Promise<WorkTarget> {
  const { tenantId } = tx;
  if (taskId !== null) {
    const task = (await findTasksById(tx.client, [{ tenantId, taskId }])).get(taskId);
    return task === undefined ? undefined : { kind: 'task', task };
  }
  if (workflowId === null) return undefined;
  const workflow = (await findWorkflowsById(tx.client, [{ tenantId, workflowId }])).get(workflowId);
  return workflow === undefined ? undefined : { kind: 'workflow', workflow };
}

/** Now, or the first millisecond after it that no tick has taken and no timetable can name: those are whole seconds. */
async function freeInstant(tx: Transaction, scheduleId: string): Promise<number> {
  const rows = await tx.client.$queryRaw<{ at: Date }[]>(Prisma.sql`/* find_taken_instants */
    select scheduled_for as at
    from ticks
    where tenant_id = ${tx.tenantId}::uuid and schedule_id = ${scheduleId}::uuid and scheduled_for >= ${tx.now}
    order by scheduled_for
    limit 1000`);
  const taken = new Set(rows.map((row) => row.at.getTime()));
  let atMs = tx.now.getTime();
  while (taken.has(atMs) || atMs % 1_000 === 0) atMs += 1;
  return atMs;
}
