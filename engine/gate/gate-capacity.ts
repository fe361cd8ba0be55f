/** How much of a gate there is. */
import { aheadMsMax } from '#domain/rate/starts.ts';
import { windowMsOf } from '#engine/store/sql/rate-window.ts';
import { Prisma } from '#prisma/generated/client.ts';

// What the latest version of the task declares, so that a change holds for what waits already.
const latestNeeds = (declared: Prisma.Sql) => Prisma.sql`(
      select ${declared}
      from tasks t
      join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
      where t.tenant_id = g.tenant_id and t.id = g.owner_id
    )`;

/** Of the row `g`: null where nothing limits. The caps and the rate of a task or a workflow are those of its latest version. */
export const gateCapacity = Prisma.sql`case
      when g.kind = 'RATE' then ${latestNeeds(Prisma.sql`(v.needs -> 'rate' ->> 'max')::int`)}
      when g.kind in ('TASK', 'KEY') then ${latestNeeds(Prisma.sql`(v.needs -> 'concurrency' ->> 'max')::int`)}
      when g.kind = 'WORKFLOW' then (
        select w.max_running_steps from workflows w where w.tenant_id = g.tenant_id and w.id = g.owner_id
      )
      else g.capacity
    end`;

/** Of the row `g`: the rate that it is; null for other gates, and where the task has none any more. */
export const gateRate = Prisma.sql`case when g.kind = 'RATE' then ${latestNeeds(Prisma.sql`v.needs -> 'rate'`)} end`;

/** Of the row `g`: how much of it is held; of a rate, how many starts still count. */
export const gateHeld = Prisma.sql`case when g.kind = 'RATE' then (
      select coalesce(sum((s ->> 1)::int), 0)::int
      from rate_starts r
      cross join lateral json_array_elements(r.slices) s
      where r.tenant_id = g.tenant_id and r.owner_id = g.id
        and (s ->> 0)::float8 > extract(epoch from now())::float8 * 1000 - ${windowMsOf(latestNeeds(Prisma.sql`v.needs -> 'rate' ->> 'per'`))}
        and (s ->> 0)::float8 <= extract(epoch from now())::float8 * 1000 + ${Prisma.raw(String(aheadMsMax))}
    ) else (
      select coalesce(sum(h.amount), 0)::int
      from holds h
      where h.tenant_id = g.tenant_id and h.gate_id = g.id
    ) end`;

/** Of the rows `j` of jobs and `g` of gates: how much of it the job needs. */
export const amountNeeded = Prisma.sql`(
      select (n ->> 'amount')::int
      from json_array_elements(j.needs) n
      where n ->> 'gate' = g.id::text
    )`;
