/**
 * The instants of schedules that have passed and that nobody dealt with. Counted when somebody asks and not by the
 * planner, because they are many exactly when no planner runs.
 */
import { scheduleBounds } from '#domain/bounds/schedule.ts';
import { timetableBounds } from '#domain/bounds/timetable.ts';
import type { ScheduleState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { inOwnTurn } from '#engine/store/batch/own-turn.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { upcomingInstants } from './schedule-timetable.ts';

/** `instants` and `schedules` are lower bounds unless `isExact`; `plannerSeenAt` is null when nobody remembers one. */
export type OverdueInstants = {
  instants: number;
  schedules: number;
  isExact: boolean;
  oldestAt: Date | null;
  hasPlanner: boolean;
  plannerSeenAt: Date | null;
};

type Due = {
  id: string;
  cron: string;
  timeZone: string;
  state: ScheduleState;
  nextAt: Date;
  endAt: Date | null;
};
type Planner = { hasPlanner: boolean; plannerSeenAt: Date | null };

/** Counts them up to now. Beside a planner that works, what is due for less than a minute is on its way. */
export async function countOverdueInstants(context: Context): Promise<Outcome<OverdueInstants>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { now, planner, due } = await transaction(context.database, context.tenantId, async (tx) => {
    // Every worker plans: without a live one nobody does.
    const [row] = await tx.client.$queryRaw<Planner[]>(Prisma.sql`/* find_planner */
      select coalesce(bool_or(state = 'LIVE' and lease_until > ${tx.now}), false) as "hasPlanner", max(last_seen_at) as "plannerSeenAt"
      from workers`);
    const planner = row ?? { hasPlanner: false, plannerSeenAt: null };
    const untilMs = tx.now.getTime() - (planner.hasPlanner ? timetableBounds.lateAfterMs : 0);
    const due = await tx.client.$queryRaw<Due[]>(Prisma.sql`/* find_overdue_schedules */
      select id, cron, time_zone as "timeZone", state::text as state, next_at as "nextAt", end_at as "endAt"
      from schedules
      where tenant_id = ${tx.tenantId}::uuid and state = 'ACTIVE' and next_at <= ${new Date(untilMs)}
      order by next_at
      limit ${scheduleBounds.overdueSchedulesMax + 1}`);
    return { now: tx.now, planner, due };
  });
  const counted = due.slice(0, scheduleBounds.overdueSchedulesMax);
  let [instants, isExact] = [0, due.length === counted.length];
  for (const schedule of counted) {
    const left = scheduleBounds.overdueInstantsMax - instants;
    const count = Math.min(left, timetableBounds.previewCountMax);
    const found = count <= 0 ? undefined : await inOwnTurn(() => upcomingInstants(schedule, count));
    const passed = found?.ok === true ? found.value.filter(({ at }) => at <= now).length : 0;
    instants += passed;
    isExact &&= passed < count;
  }
  return done({ instants, schedules: counted.length, isExact, oldestAt: due[0]?.nextAt ?? null, ...planner });
}
