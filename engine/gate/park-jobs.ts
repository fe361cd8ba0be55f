/** Takes jobs out of the line of their queues and has each wait at the gate that is full. */
import { gateKinds, gateReasons, gateWaits } from '#domain/gate/gate.ts';
import { rankAside } from '#engine/queue/place-in-line.ts';
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

const reasons = JSON.stringify(gateKinds.map((kind) => ({ kind, code: gateReasons[kind], waits: gateWaits[kind] })));

/**
 * Hands back how many wait now. One that was taken or moved meanwhile, or whose gate is gone, stays as it is. It may be
 * one whose instant has come: it waits as SCHEDULED. Who has not waited at the gate with this attempt yet is counted there,
 * and its need says so from then on.
 */
export async function parkJobs(
  client: Asking,
  { tenantId, jobs }: { tenantId: string; jobs: readonly { jobId: string; gateId: string }[] },
): Promise<number> {
  if (jobs.length === 0) return 0;
  const sorted = [...jobs].sort((one, other) => (one.jobId < other.jobId ? -1 : 1));
  return await client.$executeRaw(Prisma.sql`/* park_jobs */
    with parked as materialized (
      select o.tenant_id, o.id, g.id as gate_id, r.code, r.waits || ' "' || g.key || '"' as reason,
        coalesce(k.is_known, false) as is_known
      from rows from (
        unnest(${uuidArray(sorted.map(({ jobId }) => jobId))}::text::uuid[]),
        unnest(${uuidArray(sorted.map(({ gateId }) => gateId))}::text::uuid[])
      ) as w (id, gate_id)
      join gates g on g.tenant_id = ${tenantId}::uuid and g.id = w.gate_id
      join json_to_recordset(${reasons}::json) as r (kind text, code text, waits text) on r.kind = g.kind
      cross join lateral (
        select tenant_id, id, needs, attempt
        from jobs
        where tenant_id = ${tenantId}::uuid and id = w.id and state = any(array['PENDING', 'SCHEDULED']::job_state[]) and gate_id is null
        for update skip locked
      ) o
      cross join lateral (
        select bool_or(n ->> 'gate' = g.id::text and (n ->> 'waited')::int = o.attempt) as is_known
        from json_array_elements(o.needs) n
      ) k
    ),
    counted as (
      insert into gate_minutes as m (tenant_id, gate_id, minute, came, waited)
      select tenant_id, gate_id, date_trunc('minute', now()), count(*), count(*)
      from parked
      where not is_known
      group by tenant_id, gate_id
      order by gate_id
      on conflict (tenant_id, gate_id, minute) do update set came = m.came + excluded.came, waited = m.waited + excluded.waited
    )
    update jobs j
    set gate_id = p.gate_id, rank = ${rankAside}, reason_code = p.code, reason = p.reason,
      needs = case when p.is_known then j.needs else ${needsThatWaited} end
    from parked p
    where j.tenant_id = p.tenant_id and j.id = p.id`);
}

// Of the job `j` that is parked as `p`: its needs, with the attempt to come at the gate that it waits at.
const needsThatWaited = Prisma.sql`(
        select json_agg(case when n ->> 'gate' = p.gate_id::text then (n::jsonb || jsonb_build_object('waited', j.attempt))::json else n end order by nth)
        from json_array_elements(j.needs) with ordinality as x (n, nth)
      )`;
