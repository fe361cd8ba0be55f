/** What schedules will fire in the rows of the timeline, and how long that takes as a rule. */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import type { ScheduleState } from '#domain/machines.ts';
import type { FleetWindow } from '#domain/timeline/fleet-window.ts';
import { upcomingInstants } from '#engine/schedule/schedule-timetable.ts';
import { inOwnTurn } from '#engine/store/batch/own-turn.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A schedule as far as its next instants need it; `expectedMs` is the median of its latest successes. */
export type PlannedSchedule = {
  row: string;
  id: string;
  name: string;
  cron: string;
  timeZone: string;
  state: ScheduleState;
  nextAt: Date | null;
  endAt: Date | null;
  expectedMs: number | null;
};

/** An instant that nobody has dealt with yet; one before now is overdue. */
export type FleetPlan = { scheduleId: string; schedule: string; at: Date; expectedMs: number | null };
export type FleetPlans = { planned: FleetPlan[]; isCut: boolean };

type Asked = { kind: 'WORKFLOW' | 'SCHEDULE' | 'QUEUE'; ids: readonly string[]; window: FleetWindow };

/** The schedules that fire in rows within the window, those that are due first first. */
export async function readPlannedSchedules(tx: Transaction, { kind, ids, window }: Asked): Promise<PlannedSchedule[]> {
  if (ids.length === 0) return [];
  const own = Prisma.sql`tenant_id = ${tx.tenantId}::uuid`;
  const row = { WORKFLOW: Prisma.sql`s.workflow_id`, SCHEDULE: Prisma.sql`s.id`, QUEUE: Prisma.sql`v.queue_id` }[kind];
  const version =
    kind === 'QUEUE'
      ? Prisma.sql`join tasks t on t.tenant_id = s.tenant_id and t.id = s.task_id
          join task_versions v on v.tenant_id = s.tenant_id and v.task_id = t.id and v.number = t.version`
      : Prisma.empty;
  const latest = (table: string) => Prisma.sql`(
        select state::text as state, extract(epoch from finished_at - started_at)::float8 * 1000 as ms
        from ${Prisma.raw(table)} where ${own} and schedule_id = s.id order by id desc limit ${timelineBounds.durationsLookedAt})`;
  return await tx.client.$queryRaw<PlannedSchedule[]>(Prisma.sql`/* read_fleet_schedules */
    select ${row} as row, s.id, s.name, s.cron, s.time_zone as "timeZone", s.state::text as state, s.next_at as "nextAt", s.end_at as "endAt",
      (select percentile_cont(0.5) within group (order by ms)
        from (${latest('jobs')} union all ${latest('runs')}) l where l.state = 'SUCCEEDED') as "expectedMs"
    from schedules s
    ${version}
    where s.${own} and s.state = 'ACTIVE' and s.next_at < ${new Date(window.toMs)} and ${row} = any(${uuidArray(ids)}::text::uuid[])
    order by s.next_at, s.id
    limit ${timelineBounds.schedulesMax}`);
}

/** Their instants by row, each schedule computed in a turn of its own, so that nobody else waits for all of them. */
export async function planFleet(
  schedules: readonly PlannedSchedule[],
  { fromMs, toMs }: FleetWindow,
): Promise<Map<string, FleetPlans>> {
  const plans = new Map<string, FleetPlans>();
  let left: number = timelineBounds.plannedMax;
  for (const schedule of schedules) {
    const count = Math.min(left, timelineBounds.plannedPerScheduleMax);
    const found = count === 0 ? undefined : await inOwnTurn(() => upcomingInstants(schedule, count));
    const instants = found?.ok === true ? found.value : [];
    const within = instants.filter(({ at }) => at.getTime() >= fromMs && at.getTime() < toMs);
    left -= within.length;
    const own = plans.get(schedule.row) ?? { planned: [], isCut: false };
    const { id: scheduleId, name, expectedMs } = schedule;
    own.planned.push(...within.map(({ at }) => ({ scheduleId, schedule: name, at, expectedMs })));
    // As many as were asked for, all of them before the end: there are more.
    own.isCut ||= count === 0 || (instants.length === count && within.length > 0 && within.at(-1) === instants.at(-1));
    plans.set(schedule.row, own);
  }
  for (const { planned } of plans.values()) planned.sort((a, b) => a.at.getTime() - b.at.getTime());
  return plans;
}
