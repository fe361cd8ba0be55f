/** How much of a gate there is. */
import { Prisma } from '#prisma/generated/client.ts';

/**
 * Of the row `g`: null where nothing limits. The cap of a task is the one of its latest version, so that a change holds
 * for what waits already.
 */
export const gateCapacity = Prisma.sql`case when g.kind not in ('TASK', 'KEY') then g.capacity else (
      select (v.needs -> 'concurrency' ->> 'max')::int
      from tasks t
      join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
      where t.tenant_id = g.tenant_id and t.id = g.owner_id
    ) end`;

/** Of the row `g`: how much of it is held. */
export const gateHeld = Prisma.sql`(
      select coalesce(sum(h.amount), 0)::int
      from holds h
      where h.tenant_id = g.tenant_id and h.gate_id = g.id
    )`;

/** Of the rows `j` of jobs and `g` of gates: how much of it the job needs. */
export const amountNeeded = Prisma.sql`(
      select (n ->> 'amount')::int
      from json_array_elements(j.needs) n
      where n ->> 'gate' = g.id::text
    )`;
