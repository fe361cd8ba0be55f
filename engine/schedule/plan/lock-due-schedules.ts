/** Takes schedules whose instant has come, for one planner: what another one holds is left to it. */
import { timetableBounds } from '#domain/bounds/timetable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Late schedules get a share of each pass, so that recording an outage never delays what is due now.
const lateSchedulesPerPassMax = 200;

export type DueSchedule = {
  tenantId: string;
  id: string;
  cron: string;
  timeZone: string;
  taskId: string | null;
  workflowId: string | null;
  params: JsonObject;
  /** As they are stored: this release may not know them. */
  overlap: string;
  catchUp: { policy: string; windowMs: number };
  endAtMs: number | null;
  nextAtMs: number;
};

type Fields = [
  string,
  string,
  string,
  string,
  string | null,
  string | null,
  Json,
  string,
  string,
  number,
  number | null,
  number,
];

/** How many schedules a lane takes at most, and, when a pass has to look closer, which ones only. */
type Lanes = { schedulesMax: number; only?: readonly { id: string }[] | undefined };

/**
 * Two lanes: what is due now first, then a share of what is late, so that the record of an outage never delays an
 * instant of today. One JSON text instead of columns: the driver's work per row is then one native parse.
 */
export async function lockDueSchedules(client: Statements, lanes: Lanes): Promise<DueSchedule[]> {
  const [row] = await client.$queryRaw<{ schedules: string | null }[]>(Prisma.sql`/* lock_due_schedules */
    with ${dueLanes(lanes, Prisma.sql`for no key update skip locked`)}
    select json_agg(json_build_array(tenant_id, id, cron, time_zone, task_id, workflow_id, params, overlap, catch_up, catch_up_window_ms,
      extract(epoch from end_at)::float8 * 1000, extract(epoch from next_at)::float8 * 1000))::text as schedules
    from (select * from fresh union all select * from late) due`);
  const rows: Fields[] = JSON.parse(row?.schedules ?? '[]');
  return rows.map(
    ([
      tenantId,
      id,
      cron,
      timeZone,
      taskId,
      workflowId,
      params,
      overlap,
      catchUp,
      catchUpWindowMs,
      endAtMs,
      nextAtMs,
    ]) => ({
      tenantId,
      id,
      cron,
      timeZone,
      taskId,
      workflowId,
      params: isJsonObject(params) ? params : {},
      overlap,
      catchUp: { policy: catchUp, windowMs: catchUpWindowMs },
      endAtMs: endAtMs === null ? null : Math.round(endAtMs),
      nextAtMs: Math.round(nextAtMs),
    }),
  );
}

/** What is due, as `lockDueSchedules` would take it, and who it belongs to; nothing is locked and nothing else is read. */
export async function findDueSchedules(
  client: Statements,
  schedulesMax: number,
): Promise<{ tenantId: string; id: string }[]> {
  return await client.$queryRaw<{ tenantId: string; id: string }[]>(Prisma.sql`/* find_due_schedules */
    with ${dueLanes({ schedulesMax }, Prisma.empty)}
    select tenant_id as "tenantId", id from fresh union all select tenant_id, id from late`);
}

function dueLanes({ schedulesMax, only }: Lanes, locking: Prisma.Sql): Prisma.Sql {
  const among =
    only === undefined ? Prisma.empty : Prisma.sql`and id = any(${uuidArray(only.map(({ id }) => id))}::text::uuid[])`;
  return Prisma.sql`fresh as (
      select *
      from schedules
      where next_at <= now() and next_at > now() - ${timetableBounds.lateAfterMs} * interval '1 millisecond' ${among}
      order by next_at
      limit ${schedulesMax}
      ${locking}
    ),
    late as (
      select *
      from schedules
      where next_at <= now() - ${timetableBounds.lateAfterMs} * interval '1 millisecond' ${among}
      order by next_at
      limit ${Math.min(schedulesMax, lateSchedulesPerPassMax)}
      ${locking}
    )`;
}

/**
 * Which of these schedules have a job or a run that has not settled. One short look into an index per schedule: the
 * planner must never read the history that a schedule has behind it.
 */
export async function findOpenWork(
  client: Statements,
  schedules: readonly DueSchedule[],
): Promise<ReadonlySet<string>> {
  if (schedules.length === 0) return new Set();
  const [row] = await client.$queryRaw<{ ids: string | null }[]>(Prisma.sql`/* find_open_work */
    select json_agg(s.id)::text as ids
    from unnest(
      ${uuidArray(schedules.map((schedule) => schedule.tenantId))}::text::uuid[],
      ${uuidArray(schedules.map((schedule) => schedule.id))}::text::uuid[]
    ) as s (tenant_id, id)
    cross join lateral (
      (
        select from jobs j
        where j.tenant_id = s.tenant_id and j.schedule_id = s.id and j.state in ('PENDING', 'SCHEDULED', 'RUNNING')
        limit 1
      )
      union all
      (
        select from runs r
        where r.tenant_id = s.tenant_id and r.schedule_id = s.id and r.state in ('RUNNING', 'PAUSED')
        limit 1
      )
      limit 1
    ) as open_work`);
  const ids: string[] = JSON.parse(row?.ids ?? '[]');
  return new Set(ids);
}
