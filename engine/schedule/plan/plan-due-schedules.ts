/**
 * One pass of the planner over the schedules of every tenant: what is due becomes ticks with their outcome, jobs and
 * runs, events and the next instants, all in one transaction. Several planners may run: each takes what is free.
 */

import { runBounds } from '#domain/bounds/run.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { mindsOpenWork } from '#domain/timetable/plan-ticks.ts';
import { type EngineFault, raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { insertJobs } from '#engine/job/insert/insert-jobs.ts';
import { openPlannedRoom, type TakeRoom } from '#engine/queue/planned-room.ts';
import { openPlannedQuota, type PlannedQuota } from '#engine/quota/planned-quota.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import { findWorkflowsById } from '#engine/schedule/schedule-target.ts';
import { eachApart, faultSentence, mayBeOfAnItem } from '#engine/store/batch/apart.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import type { Context } from '#engine/store/context.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { findTasksById } from '#engine/task/task-catalogue.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { insertTicks } from './insert-ticks.ts';
import { type DueSchedule, findDueSchedules, findOpenWork, lockDueSchedules } from './lock-due-schedules.ts';
import { type PlannedSchedule, type Planning, pausePoisoned, planSchedule, skipPoisoned } from './planned-schedule.ts';
import type { WorkTarget } from './schedule-work.ts';

// Schedules planned in one transaction: some 100 ms of work, so that their jobs start while the next ones are planned.
const schedulesPerPassMax = 1_000;
// After an outage each schedule has many instants to record; above this the pass ends and the next one goes on.
const ticksPerTransactionMax = 5_000;
// Runs start with all their roots: fewer of them make a pass as long.
export const runsPerPassMax = 200;
// Checking params against an unkind schema takes long; a pass ends early rather than hold its locks.
const planningMsMax = 2_000;

export type PlanPass = {
  /** How many schedules were dealt with; when not zero, there may be more. */
  planned: number;
  /** The earliest instant that any schedule waits for, in the past while another planner holds it. */
  nextDueAt: Date | null;
  /** The same as a wait on the database's clock, which no worker's clock can bend. */
  nextDueInMs: number | null;
};

const actor = 'system:planner';

type Planner = Pick<Context, 'database' | 'hints'>;

/** Plans what is due, up to a bounded number of schedules and ticks. */
export async function planDueSchedules(
  context: Planner,
  limits: { schedulesMax: number } = { schedulesMax: schedulesPerPassMax },
): Promise<PlanPass> {
  const pass = await planTogetherOrApart(context, limits.schedulesMax);
  if (pass.fault !== undefined) throw pass.fault;
  return { planned: pass.planned, ...(await findNextDue(context)) };
}

/** `fault`: why some of what was due could not even be recorded. */
type Done = { planned: number; fault?: unknown };
type Due = { tenantId: string; id: string; fault?: unknown };

async function planTogetherOrApart(planner: Planner, schedulesMax: number): Promise<Done> {
  try {
    return await planTogether(planner, { schedulesMax });
  } catch (fault) {
    // Storing the plans of all threw: their runs take too much together, or one is to blame, or the database.
    if (!mayBeOfAnItem(fault)) throw fault;
    return await planApart(planner, schedulesMax);
  }
}

// What throws alone is planned as poisoned; if even that throws, it is paused so that it is not due for ever.
async function planApart(planner: Planner, schedulesMax: number): Promise<Done> {
  const due: Due[] = await findDueSchedules(planner.database.client, schedulesMax);
  const planned = await eachApart(due, (only) => planTogether(planner, { schedulesMax, only }), 'parted');
  const faulty = planned.poisoned.map(({ item, fault }) => ({ ...item, fault }));
  const skipped = await eachApart(faulty, (only) => planTogether(planner, { schedulesMax, only, as: skipPoisoned }));
  const stubborn = skipped.poisoned.map(({ item }) => item);
  const pause: PlanPoisoned = (schedule, { fault }) => pausePoisoned(schedule, fault);
  const paused = await eachApart(stubborn, (only) => planTogether(planner, { schedulesMax, only, as: pause }));
  const parts = [planned, skipped, paused];
  const done = parts.flatMap(({ results }) => results);
  return {
    planned: done.reduce((sum, { planned }) => sum + planned, 0),
    fault: parts.find(({ left }) => left.length > 0)?.fault ?? paused.poisoned[0]?.fault,
  };
}

type PlanPoisoned = typeof skipPoisoned;
type Pass = { schedulesMax: number; only?: readonly Due[]; as?: PlanPoisoned };

async function planTogether({ database, hints }: Planner, { schedulesMax, only, as }: Pass): Promise<Done> {
  const { planned, made } = await transaction(database, '', async (tx) => {
    const due = await lockDueSchedules(tx.client, { schedulesMax, only });
    if (due.length === 0) return { planned: 0, made: 0 };
    const faults = new Map(only?.map(({ id, fault }) => [id, fault]));
    const ticksMax = timetableBounds.ticksPerPassMax;
    const planned =
      as === undefined
        ? await plan(tx, due)
        : due.map((schedule) => as(schedule, { nowMs: tx.now.getTime(), ticksMax, fault: faults.get(schedule.id) }));
    return { planned: planned.length, made: await store(tx, planned) };
  });
  // Part by part: what one made starts while the next is planned.
  if (planned > 0) hints.send(...(made > 0 ? (['work', 'news'] as const) : (['news'] as const)));
  return { planned };
}

async function plan(tx: Transaction, due: DueSchedule[]): Promise<PlannedSchedule[]> {
  const openWork = await findOpenWork(
    tx.client,
    due.filter(({ overlap }) => mindsOpenWork(overlap)),
  );
  const targets = await findTargets(tx, due);
  const room = await openPlannedRoom(tx.client, roomFor(due));
  const tenantIds = due.map(({ tenantId }) => tenantId);
  const quota = await openPlannedQuota(tx.client, tenantIds, tx.now);
  const planned: PlannedSchedule[] = [];
  const startedAtMs = performance.now();
  const nowMs = tx.now.getTime();
  let ticks = 0;
  let runs = 0;
  for (const schedule of due) {
    // What is left stays due and is taken by the next pass.
    if (ticks >= ticksPerTransactionMax || runs >= runsPerPassMax || performance.now() - startedAtMs > planningMsMax)
      break;
    if (isTurnOver()) await nextTurn();
    const ticksMax = Math.min(timetableBounds.ticksPerPassMax, ticksPerTransactionMax - ticks);
    const hasOpenWork = openWork.has(schedule.id);
    const planning = { nowMs, hasOpenWork, ticksMax, takeRoom: room.take, quota, actor };
    const made = planOrSkip(schedule, planning, targets);
    ticks += made.ticks.length;
    runs += made.runs.length;
    planned.push(made);
  }
  await room.store();
  await quota.store();
  return planned;
}

// As much as the pass could make of them, were all their instants due and none of them skipped.
function roomFor(due: DueSchedule[]): Map<string, number> {
  const perTenant = Map.groupBy(due, ({ tenantId }) => tenantId);
  return new Map(
    [...perTenant].map(([tenantId, { length }]) => [
      tenantId,
      Math.min(ticksPerTransactionMax, length * timetableBounds.ticksPerPassMax),
    ]),
  );
}

// No statement is under way here, so what throws is this schedule's own and nothing has to be undone.
function planOrSkip(
  schedule: DueSchedule,
  planning: Planning & { takeRoom: TakeRoom; quota: PlannedQuota; actor: string },
  targets: (schedule: DueSchedule) => WorkTarget,
): PlannedSchedule {
  try {
    return planSchedule(schedule, { ...planning, target: targets(schedule) });
  } catch (fault) {
    return skipPoisoned(schedule, { ...planning, fault });
  }
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

/** Writes everything; a tick that stood there already makes nothing. Hands back how many jobs and runs were made. */
async function store(tx: Transaction, planned: PlannedSchedule[]): Promise<number> {
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
  // A schedule alone makes few: its instants are minutes apart, and all but the last of those missed make nothing.
  const costMax = planned.length > 1 ? runBounds.passCostMax : undefined;
  await insertRuns(tx.client, runs, { now: tx.now, actor, costMax });
  await moveNext(tx, planned);
  await raiseFaultAlerts(tx.client, faultsOf(planned), actor);
  return jobs.length + runs.length;
}

function faultsOf(planned: PlannedSchedule[]): EngineFault[] {
  return planned.flatMap(({ schedule: { tenantId, id }, fault }) =>
    fault === undefined
      ? []
      : [{ tenantId, about: 'schedule', id, message: `it could not be planned: ${faultSentence(fault)}` }],
  );
}

async function moveNext(tx: Transaction, planned: PlannedSchedule[]): Promise<void> {
  await tx.client.$executeRaw(Prisma.sql`/* move_schedules */
    update schedules s
    set next_at = p.next_at, state = case when p.next_at is null then p.ends_as else s.state end,
      updated_at = case when p.next_at is null then now() else s.updated_at end,
      paused_at = case when p.next_at is null then now() end, paused_by = case when p.next_at is null then ${actor} end,
      paused_reason = case when p.next_at is null then 'PLANNING_FAULT' end
    from unnest(
      ${uuidArray(planned.map((one) => one.schedule.tenantId))}::text::uuid[],
      ${uuidArray(planned.map((one) => one.schedule.id))}::text::uuid[],
      ${arrayOf(planned.map((one) => (one.nextAtMs === null ? 'null' : new Date(one.nextAtMs).toISOString())))}::text::timestamptz[],
      ${arrayOf(planned.map((one) => one.endsAs))}::text::schedule_state[]
    ) as p (tenant_id, id, next_at, ends_as)
    where s.tenant_id = p.tenant_id and s.id = p.id and s.state = 'ACTIVE'`);
  await appendEvents(tx, endEvents(planned));
}

/** One row of the log per tenant and new state. */
function endEvents(planned: PlannedSchedule[]): NewEvent[] {
  const over = planned.filter((one) => one.nextAtMs === null);
  const groups = Map.groupBy(over, ({ schedule, endsAs }) => `${schedule.tenantId} ${endsAs}`);
  return [...groups.values()].flatMap((group): NewEvent[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { endsAs } = first;
    const how =
      endsAs === 'ENDED'
        ? ({ type: 'schedule.ended', reason: 'END_REACHED' } as const)
        : ({ type: 'schedule.paused', reason: 'PLANNING_FAULT' } as const);
    const entityIds = group.map(({ schedule }) => schedule.id);
    return [{ ...how, tenantId: first.schedule.tenantId, entityIds, from: 'ACTIVE', to: endsAs, actor }];
  });
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
