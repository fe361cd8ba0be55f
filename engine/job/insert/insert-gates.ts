/** Makes the gates that new jobs need, as far as they are not there: pools are made by people, the others by their first job. */
import type { Asking } from '#engine/store/connection/packets.ts';
import type { NewNeed } from '#engine/task/needs-of-job.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Needing = { tenantId: string; needs?: readonly NewNeed[] | null };

/** In the order of their ids, as everybody makes them: two batches wait for each other in no circle. */
export async function insertGates(client: Asking, jobs: readonly Needing[]): Promise<void> {
  const gates = gatesOf(jobs);
  if (gates.length > 0)
    await client.$executeRaw(Prisma.sql`/* insert_gates */ ${insertingGates(gates, Prisma.sql`true`)}`);
}

/** The gates of jobs, each once. */
export function gatesOf(jobs: readonly Needing[]): object[] {
  const gates = new Map<string, object>();
  for (const { tenantId, needs } of jobs) {
    for (const { gate: id, kind, key, ownerId, capacity } of needs ?? [])
      if (capacity !== null) gates.set(id, { tenant_id: tenantId, id, kind, key, owner_id: ownerId, capacity });
  }
  return [...gates.values()];
}

/** As a part of a statement: makes the gates that are not there when a condition holds. */
export function insertingGates(gates: readonly object[], condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`insert into gates (tenant_id, id, kind, key, owner_id, capacity, created_at, is_named)
    select tenant_id, id, kind, key, owner_id, capacity, now(), true
    from json_to_recordset(${JSON.stringify(gates)}::json) as g (tenant_id uuid, id uuid, kind text, key text, owner_id uuid, capacity int)
    where ${condition} and (select true from gates o where o.tenant_id = g.tenant_id and o.id = g.id limit 1) is null
    order by id
    on conflict do nothing`;
}
