/**
 * One pass of the planner over the schedules of every tenant: what is due becomes ticks with their outcome, jobs and
 * runs, events and the next instants, all in one transaction. Several planners may run: each takes what is free.
 */
import { bounds } from '#domain/bounds.ts';
import { type PlannedTick, planTicks } from '#domain/timetable/plan-ticks.ts';
import { insertRuns, type NewRun } from '#engine/commands/start-runs.ts';
import type { Context } from '#engine/context.ts';
import { appendEvents } from '#engine/event-log.ts';
import { readQueuedRoom, type TakeRoom } from '#engine/queued-room.ts';
import { findWorkflowsById } from '#engine/schedule-target.ts';
import { makeWork, type WorkTarget } from '#engine/schedule-work.ts';
import { timetableOf } from '#engine/schedules.ts';
import { arrayOf, uuidArray } from '#engine/sql-arrays.ts';
import { insertJobs, type NewJob } from '#engine/statements/insert-jobs.ts';
import { insertTicks, type NewTick } from '#engine/statements/insert-ticks.ts';
import { type DueSchedule, findOpenWork, lockDueSchedules } from '#engine/statements/lock-due-schedules.ts';
import { findTasksById } from '#engine/task-catalogue.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { isTurnOver, nextTurn } from '#engine/turns.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type PlanPass = {
  /** How many schedules were dealt with; when not zero, there may be more. */
  planned: number;
  /** The earliest instant that any schedule waits for, in the past while another planner holds it. */
  nextDueAt: Date | null;
  /** The same as a wait on the database's clock, which no worker's clock can bend. */
  nextDueInMs: number | null;
};

const actor = 'system:planner';

type Planned = { schedule: DueSchedule; ticks: NewTick[]; jobs: NewJob[]; runs: NewRun[]; nextAtMs: number | null };

/** Plans what is due, up to a bounded number of schedules and ticks. */
export async function planDueSchedules(
  context: Pick<Context, 'database' | 'hints'>,
  limits: { schedulesMax: number } = { schedulesMax: bounds.schedulesPerPassMax },
): Promise<PlanPass> {
  const pass = await transaction(context.database, '', async (tx) => {
    const due = await lockDueSchedules(tx.client, limits.schedulesMax);
    const planned = due.length === 0 ? [] : await plan(tx, due);
    const made = await store(tx, planned);
    return { planned: planned.length, made };
  });
  if (pass.planned > 0) context.hints.send(...(pass.made > 0 ? (['work', 'news'] as const) : (['news'] as const)));
  return { planned: pass.planned, ...(await findNextDue(context)) };
}

async function plan(tx: Transaction, due: DueSchedule[]): Promise<Planned[]> {
  const openWork = await findOpenWork(
    tx.client,
    due.filter((schedule) => schedule.overlap === 'SKIP'),
  );
  const targets = await findTargets(tx, due);
  const takeRoom = await readQueuedRoom(tx.client, [...new Set(due.map((schedule) => schedule.tenantId))]);
  const planned: Planned[] = [];
  const startedAtMs = performance.now();
  let ticks = 0;
  let runs = 0;
  for (const schedule of due) {
    // What is left stays due and is taken by the next pass.
    if (
      ticks >= bounds.ticksPerTransactionMax ||
      runs >= bounds.runsPerPassMax ||
      performance.now() - startedAtMs > bounds.planningMsMax
    )
      break;
    if (isTurnOver()) await nextTurn();
    const ticksMax = Math.min(bounds.ticksPerPassMax, bounds.ticksPerTransactionMax - ticks);
    const pass = {
      schedule: { ...schedule, timetable: timetableOf(schedule) },
      nowMs: tx.now.getTime(),
      hasOpenWork: openWork.has(schedule.id),
      ticksMax,
    };
    const { ticks: plannedTicks, nextAtMs } = planTicks(pass);
    ticks += plannedTicks.length;
    const made = makeTicks(schedule, { ticks: plannedTicks, nextAtMs, target: targets(schedule), takeRoom });
    runs += made.runs.length;
    planned.push(made);
  }
  return planned;
}

async function findTargets(tx: Transaction, due: DueSchedule[]): Promise<(schedule: DueSchedule) => WorkTarget> {
  const taskIds = new Map(
    due.flatMap(({ tenantId, taskId }) => (taskId === null ? [] : [[taskId, { tenantId, taskId }] as const])),
  );
  const workflowIds = new Map(
    due.flatMap(({ tenantId, workflowId }) =>
      workflowId === null ? [] : [[workflowId, { tenantId, workflowId }] as const],
    ),
  );
  const tasks = await findTasksById(tx.client, [...taskIds.values()]);
  const workflows = await findWorkflowsById(tx.client, [...workflowIds.values()]);
  return ({ taskId, workflowId }) => {
    const task = taskId === null ? undefined : tasks.get(taskId);
    if (task !== undefined) return { kind: 'task', task };
    const workflow = workflowId === null ? undefined : workflows.get(workflowId);
    return workflow === undefined ? undefined : { kind: 'workflow', workflow };
  };
}

type Plan = { ticks: PlannedTick[]; nextAtMs: number | null; target: WorkTarget; takeRoom: TakeRoom };

const noRoom = { code: 'TENANT_LIMIT', message: 'the tenant has as many waiting jobs as it may have' };

function makeTicks(schedule: DueSchedule, { ticks, nextAtMs, target, takeRoom }: Plan): Planned {
  const planned: Planned = { schedule, ticks: [], jobs: [], runs: [], nextAtMs };
  for (const { scheduledForMs, outcome, reason } of ticks) {
    const tick: NewTick = { tenantId: schedule.tenantId, scheduleId: schedule.id, scheduledForMs, outcome, reason };
    if (outcome !== 'FIRED') {
      planned.ticks.push(tick);
      continue;
    }
    const work = makeWork(schedule, target, { atMs: scheduledForMs, actor });
    if ('refused' in work) {
      planned.ticks.push({ ...tick, outcome: 'SKIPPED', reason: work.refused });
      continue;
    }
    if ('job' in work && !takeRoom(schedule.tenantId)) {
      planned.ticks.push({ ...tick, outcome: 'SKIPPED', reason: noRoom });
      continue;
    }
    tick.reason = reason.code === 'ON_TIME' ? null : reason;
    if ('job' in work) {
      planned.jobs.push(work.job);
      tick.jobId = work.job.id;
    } else {
      planned.runs.push(work.run);
      tick.runId = work.run.id;
    }
    planned.ticks.push(tick);
  }
  return planned;
}

/** Writes everything; a tick that stood there already makes nothing. Hands back how many jobs and runs were made. */
async function store(tx: Transaction, planned: Planned[]): Promise<number> {
  if (planned.length === 0) return 0;
  const ticks = planned.flatMap((one) => one.ticks);
  const recorded = await insertTicks(tx, ticks, actor);
  const made = new Set(
    recorded.length === ticks.length ? [] : recorded.flatMap((tick) => tick.jobId ?? tick.runId ?? []),
  );
  const isMade = (work: { id: string }) => recorded.length === ticks.length || made.has(work.id);
  const jobs = planned.flatMap((one) => one.jobs).filter(isMade);
  const runs = planned.flatMap((one) => one.runs).filter(isMade);
  await insertJobs(tx.client, jobs, actor);
  await insertRuns(tx.client, runs, { now: tx.now, actor });
  await moveNext(tx, planned);
  return jobs.length + runs.length;
}

async function moveNext(tx: Transaction, planned: Planned[]): Promise<void> {
  await tx.client.$executeRaw(Prisma.sql`/* move_schedules */
    update schedules s
    set next_at = p.next_at, state = case when p.next_at is null then 'ENDED' else s.state end,
      updated_at = case when p.next_at is null then now() else s.updated_at end
    from unnest(
      ${uuidArray(planned.map((one) => one.schedule.tenantId))}::text::uuid[],
      ${uuidArray(planned.map((one) => one.schedule.id))}::text::uuid[],
      ${arrayOf(planned.map((one) => (one.nextAtMs === null ? 'null' : new Date(one.nextAtMs).toISOString())))}::text::timestamptz[]
    ) as p (tenant_id, id, next_at)
    where s.tenant_id = p.tenant_id and s.id = p.id and s.state = 'ACTIVE'`);
  const ended = planned.filter((one) => one.nextAtMs === null);
  const tenantIds = new Set(ended.map((one) => one.schedule.tenantId));
  const events = [...tenantIds].map((tenantId) => ({
    tenantId,
    type: 'schedule.ended',
    entityIds: ended.filter((one) => one.schedule.tenantId === tenantId).map((one) => one.schedule.id),
    from: 'ACTIVE',
    to: 'ENDED',
    reason: 'END_REACHED',
    actor,
  }));
  await appendEvents(tx, events);
}

async function findNextDue(context: Pick<Context, 'database'>): Promise<Pick<PlanPass, 'nextDueAt' | 'nextDueInMs'>> {
  const [next] = await context.database.client.$queryRaw<
    { at: Date; in_ms: number }[]
  >(Prisma.sql`/* find_next_due_schedule */
    select next_at as at, extract(epoch from next_at - clock_timestamp())::float8 * 1000 as in_ms
    from schedules
    where next_at is not null
    order by next_at
    limit 1`);
  return { nextDueAt: next?.at ?? null, nextDueInMs: next?.in_ms ?? null };
}
