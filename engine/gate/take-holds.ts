/** Writes down what the jobs that were just taken hold. Gone again with their attempt, whatever ends it. */
import type { Need } from '#domain/gate/need.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** In the transaction that takes the jobs, under the claim lock of their tenant. */
export async function takeHolds(
  client: Statements,
  { tenantId, jobs }: { tenantId: string; jobs: readonly { id: string; needs: readonly Need[] }[] },
): Promise<void> {
  const holds = jobs.flatMap(({ id, needs }) =>
    needs.map(({ gate, amount }) => ({ job_id: id, gate_id: gate, amount })),
  );
  if (holds.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* take_holds */
    insert into holds (tenant_id, job_id, gate_id, amount, since)
    select ${tenantId}::uuid, h.job_id, h.gate_id, h.amount, now()
    from json_to_recordset(${JSON.stringify(holds)}::json) as h (job_id uuid, gate_id uuid, amount int)
    where exists (select from gates g where g.tenant_id = ${tenantId}::uuid and g.id = h.gate_id)`);
}
