/** Changes how much a tenant may hold at once, and start in a span of time. The platform decides that: limits protect the other tenants. */

import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { uuidOf } from '#domain/value/ids.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { lockQueuedCap } from '#engine/queue/queued-room.ts';
import { command } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { checkTenantLimits, type TenantLimitsInput } from './create-tenant.ts';
import { type TenantRow, tenantRow } from './tenant-rows.ts';

/** `tenant` is a slug or an id. A limit that is absent stays, one that is null goes. */
export type UpdateTenantLimitsInput = { tenant: string; limits: TenantLimitsInput };

/** Sets the limits; they hold from the next claim and enqueue on. */
export async function updateTenantLimits(
  context: Context,
  input: UpdateTenantLimitsInput,
): Promise<Outcome<TenantRow>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const refusals = checkTenantLimits(input.limits, ['limits']);
  if (refusals.length > 0) return refuseAll(refusals);
  const tenantId = await findTenant(context, input.tenant);
  if (tenantId === undefined) return refuse('NOT_FOUND', 'there is no such tenant', ['tenant']);
  const { maxRunningJobs, maxQueuedJobs, weight, rate } = input.limits;
  const outcome = await command({ database: context.database, tenantId }, async (tx) => {
    if (maxQueuedJobs !== undefined) await lockQueuedCap(tx.client, tenantId);
    const stored = await tx.client.tenant.update({
      where: { id: tenantId },
      data: {
        ...(maxRunningJobs === undefined ? {} : { maxRunningJobs }),
        ...(maxQueuedJobs === undefined ? {} : { maxQueuedJobs }),
        ...(weight === undefined ? {} : { weight: weight ?? 1 }),
        ...(rate === undefined ? {} : { rate: rate ?? Prisma.DbNull }),
      },
    });
    const tenant = tenantRow(stored);
    const isLimited = tenant.maxRunningJobs !== null || tenant.rate !== null;
    // Claims of a limited queue are counted under this lock; those of the others share their queue, so that its first cap
    // or rate waits for them.
    if (maxRunningJobs !== undefined || rate !== undefined) await lockTenantClaims(tx.client, tx.tenantId);
    await tx.client.$executeRaw(Prisma.sql`/* limit_queues_of_tenant */
      update queues
      set limited = concurrency is not null or rate is not null or ${isLimited}
      where tenant_id = ${tenantId}::uuid and limited <> (concurrency is not null or rate is not null or ${isLimited})`);
    const limits = {
      maxRunningJobs: tenant.maxRunningJobs,
      maxQueuedJobs: tenant.maxQueuedJobs,
      weight: tenant.weight,
      rateMax: tenant.rate?.max ?? null,
      ratePer: tenant.rate?.per ?? null,
    };
    await appendEvents(tx, [
      { type: 'tenant.updated', entityIds: [tenantId], actor: actorName(context.actor), payloads: [limits] },
    ]);
    return done(tenant);
  });
  if (outcome.ok) context.hints.send('news', 'work');
  return outcome;
}

async function findTenant(context: Context, slugOrId: string): Promise<string | undefined> {
  const id = uuidOf('tenant', slugOrId);
  return await transaction(context.database, { tenantId: context.tenantId, platform: true }, async (tx) => {
    const tenant = await tx.client.tenant.findFirst({
      where: id === undefined ? { slug: slugOrId } : { id },
      select: { id: true },
    });
    return tenant?.id;
  });
}
