/** Looks at every gate at which jobs wait: the net under whatever freed one without saying so. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { eachApart, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type GateOf, wakeGates } from './wake-gates.ts';

/** Where a sweep goes on; undefined when it came to the end. */
export type GateSweep = {
  jobs: number;
  queueIds: string[];
  /** Gates at which nobody could be woken: somebody must look at the database. */
  stuck: string[];
  after: GateOf | undefined;
};

const first: GateOf = {
  tenantId: '00000000-0000-0000-0000-000000000000',
  gateId: '00000000-0000-0000-0000-000000000000',
};

/** Wakes at a bounded number of gates after this one. A step through an index for each, however many jobs wait there. */
export async function sweepGates(database: Database, after: GateOf = first): Promise<GateSweep> {
  const gates = await database.client.$queryRaw<GateOf[]>(Prisma.sql`/* find_waiting_gates */
    with recursive waiting (tenant_id, gate_id, nth) as (
      (
        select tenant_id, gate_id, 1
        from jobs
        where gate_id is not null and (tenant_id, gate_id) > (${after.tenantId}::uuid, ${after.gateId}::uuid)
        order by tenant_id, gate_id
        limit 1
      )
      union all
      select n.tenant_id, n.gate_id, w.nth + 1
      from waiting w
      cross join lateral (
        select tenant_id, gate_id
        from jobs
        where gate_id is not null and (tenant_id, gate_id) > (w.tenant_id, w.gate_id)
        order by tenant_id, gate_id
        limit 1
      ) n
      where w.nth < ${gateBounds.gatesPerSweepMax}
    )
    select tenant_id as "tenantId", gate_id as "gateId" from waiting`);
  const { results, poisoned } = unlessLeft(
    await eachApart(gates, (part) => wakeGates(database.client, part, { isThorough: true })),
  );
  return {
    jobs: results.reduce((sum, { jobs }) => sum + jobs, 0),
    queueIds: [...new Set(results.flatMap(({ queueIds }) => queueIds))],
    stuck: poisoned.map(({ item }) => item.gateId),
    after: gates.length < gateBounds.gatesPerSweepMax ? undefined : gates.at(-1),
  };
}
