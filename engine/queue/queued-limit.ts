/** A tenant's cap on waiting jobs, held at every instant by the tenant's row lock. */
import { type Refusal, refuse } from '#domain/refusal.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/**
 * Locks the tenant's cap, if there is one, and tells how high it is. Whoever will also lock runs or jobs comes here first:
 * the tenant, then its runs, then its jobs is the order in which everybody locks.
 */
export async function lockQueuedLimit(tx: Transaction): Promise<number | undefined> {
  const tenant = await tx.client.tenant.findUnique({ where: { id: tx.tenantId }, select: { maxQueuedJobs: true } });
  if (tenant === null || tenant.maxQueuedJobs === null) return undefined;
  await tx.client.$queryRaw(
    Prisma.sql`/* lock_tenant */ select id from tenants where id = ${tx.tenantId}::uuid for update`,
  );
  return tenant.maxQueuedJobs;
}

/** A refusal at `path` when `more` jobs would push the tenant over its cap; undefined when there is room or no cap. */
export async function refuseOverQueuedLimit(
  tx: Transaction,
  more: number,
  path = ['jobs'],
): Promise<{ ok: false; refusals: Refusal[] } | undefined> {
  if (more === 0) return undefined;
  const queuedMax = await lockQueuedLimit(tx);
  if (queuedMax === undefined) return undefined;
  const [row] = await tx.client.$queryRaw<{ waiting: number }[]>(Prisma.sql`/* count_waiting_jobs */
    select count(*)::int as waiting
    from queues q
    join jobs j on j.queue_id = q.id and j.state in ('PENDING', 'SCHEDULED')
    where q.tenant_id = ${tx.tenantId}::uuid`);
  const waiting = row?.waiting ?? 0;
  if (waiting + more <= queuedMax) return undefined;
  return refuse(
    'LIMIT_REACHED',
    `the tenant may have ${queuedMax} waiting jobs, has ${waiting} and was given ${more} more`,
    path,
  );
}
