/** Whether what gates say and what jobs do is the same: a difference is a bug, and somebody should hear of it. */
import { gateBounds } from '#domain/bounds/gate.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { amountNeeded, gateCapacity, gateHeld } from './gate-capacity.ts';

/** Ids of gates or jobs, a bounded number of each. */
export type GateCheck = {
  /** Gates of which more was taken than there is. */
  overfull: string[];
  /** Jobs that do not run and hold something all the same. */
  leaked: string[];
  /** Jobs that run and hold nothing of what they need. */
  bare: string[];
  /** Jobs that are next at a gate with room for them: at this moment that is no fault, but a minute later it is. */
  forgotten: string[];
};

const namedMax = 20;

/** Looks through all that is held, runs or waits at gates now. */
export async function checkGates({ client }: Database): Promise<GateCheck> {
  const [row] = await client.$queryRaw<Partial<Record<keyof GateCheck, string[] | null>>[]>(Prisma.sql`/* check_gates */
    with held as materialized (
      select h.tenant_id, h.gate_id, max(h.since) as last_since
      from holds h
      where h.amount > 0
      group by h.tenant_id, h.gate_id
    ),
    waiting as materialized (
      select distinct on (j.tenant_id, j.gate_id) j.tenant_id, j.gate_id, j.id, j.needs
      from (select * from jobs where gate_id is not null order by tenant_id, gate_id, rank, id limit ${gateBounds.waitingCountMax}) j
      order by j.tenant_id, j.gate_id, j.rank, j.id
    )
    select
      array(
        select g.id::text
        from held l
        join gates g on g.tenant_id = l.tenant_id and g.id = l.gate_id
        where ${gateHeld} > ${gateCapacity} and l.last_since > ${changedAt}
        limit ${namedMax}
      ) as overfull,
      array(
        select h.job_id::text
        from holds h
        where not exists (select from jobs j where j.tenant_id = h.tenant_id and j.id = h.job_id and j.state = 'RUNNING')
        limit ${namedMax}
      ) as leaked,
      array(
        select j.id::text
        from jobs j
        where j.state = 'RUNNING' and j.needs is not null
          and not exists (select from holds h where h.tenant_id = j.tenant_id and h.job_id = j.id)
          and exists (
            select
            from json_array_elements(j.needs) n
            join gates g on g.tenant_id = j.tenant_id and g.id = (n ->> 'gate')::uuid and g.kind <> 'RATE'
          )
        limit ${namedMax}
      ) as bare,
      array(
        select j.id::text
        from waiting j
        join gates g on g.tenant_id = j.tenant_id and g.id = j.gate_id
        where ${gateHeld} + ${amountNeeded} <= coalesce(${gateCapacity}, 2147483647)
        limit ${namedMax}
      ) as forgotten`);
  const { overfull, leaked, bare, forgotten } = row ?? {};
  return { overfull: overfull ?? [], leaked: leaked ?? [], bare: bare ?? [], forgotten: forgotten ?? [] };
}

// What was taken before its capacity was changed may be more than there is.
const changedAt = Prisma.sql`case when g.kind = 'WORKFLOW' then (
          select w.updated_at from workflows w where w.tenant_id = g.tenant_id and w.id = g.owner_id
        ) when g.kind not in ('TASK', 'KEY') then g.changed_at else (
          select v.created_at
          from tasks t
          join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
          where t.tenant_id = g.tenant_id and t.id = g.owner_id
        ) end`;
