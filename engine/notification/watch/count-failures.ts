/** How often the work of schedules has failed in a row. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** By the id of the schedule: failures since its latest success, as far back as a rule can ask. What was cancelled says nothing. */
export async function countFailures(
  client: Statements,
  schedules: readonly { tenantId: string; id: string }[],
): Promise<Map<string, number>> {
  if (schedules.length === 0) return new Map();
  const { timesMax } = notificationBounds;
  const unique = [...new Map(schedules.map((one) => [one.id, one])).values()];
  const rows = await client.$queryRaw<{ id: string; failures: number }[]>(Prisma.sql`/* count_failures_in_a_row */
    select s.id, (
      select count(*) filter (where successes = 0)::int
      from (
        select count(*) filter (where has_succeeded) over (order by id desc) as successes
        from (
          (select id, state = 'SUCCEEDED' as has_succeeded
          from jobs
          where tenant_id = s.tenant_id and schedule_id = s.id and run_id is null and state in ('SUCCEEDED', 'FAILED', 'DEAD')
          order by id desc
          limit ${timesMax})
          union all
          (select id, state = 'SUCCEEDED'
          from runs
          where tenant_id = s.tenant_id and schedule_id = s.id and state in ('SUCCEEDED', 'FAILED')
          order by id desc
          limit ${timesMax})
        ) ended
      ) counted
    ) as failures
    from unnest(${uuidArray(unique.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(unique.map(({ id }) => id))}::text::uuid[])
      as s (tenant_id, id)`);
  return new Map(rows.map(({ id, failures }) => [id, failures]));
}
