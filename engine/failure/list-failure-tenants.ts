/** Which tenants meet the same error, and how far grouping has come. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A tenant that meets the error, and how often. */
export type FailureTenantRow = {
  tenantId: string;
  slug: string;
  name: string;
  count: number;
  share: number;
  lastSeenAt: Date;
};

/** The tenants in which the error of this failure was seen, the most concerned first. For those who manage the platform. */
export async function listFailureTenants(
  context: Context,
  { id }: { id: string },
): Promise<Outcome<FailureTenantRow[]>> {
  const refused = refuseUnless(context, 'platform.manage');
  if (refused !== undefined) return refused;
  const { database, tenantId } = context;
  return await transaction(database, { tenantId, platform: true }, async (tx) => {
    const failure = await tx.client.failure.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { errorPrint: true },
    });
    if (failure === null) return refuse('NOT_FOUND', 'there is no such failure', ['failure']);
    const rows = await tx.client.$queryRaw<FailureTenantRow[]>(Prisma.sql`/* list_failure_tenants */
      select t.id as "tenantId", t.slug, t.name, sum(f.seen)::int as count, max(f.last_seen_at) as "lastSeenAt",
        (sum(f.seen) / greatest(1, sum(sum(f.seen)) over ()))::float8 as share
      from failures f
      join tenants t on t.id = f.tenant_id
      where f.error_print = ${failure.errorPrint}
      group by t.id
      order by 4 desc, t.id
      limit ${failureBounds.tenantsShownMax}`);
    return done(rows);
  });
}

/** Up to when everything that failed was grouped; null before the first look. What failed later is still to come. */
export async function readGroupedUpTo(context: Context): Promise<Outcome<Date | null>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const cursor = await transaction(context.database, context.tenantId, ({ client }) =>
    client.failureCursor.findFirst({ select: { lookedAt: true } }),
  );
  return done(cursor?.lookedAt ?? null);
}
