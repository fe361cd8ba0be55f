/** What a start needs to know before anybody has signed in: is there anybody, and which tenant has this slug. */
import { noTenantId } from '#engine/access/access.ts';
import type { Database } from '#engine/store/database.ts';
import { transaction } from '#engine/store/transaction.ts';

/** True when at least one person can sign in: the installation has been started before. */
export async function hasUsers(database: Database): Promise<boolean> {
  return await transaction(database, noTenantId, async (tx) => {
    const user = await tx.client.user.findFirst({ select: { id: true } });
    return user !== null;
  });
}

/** The id of the tenant with this slug, whoever asks; undefined when there is none. */
export async function findTenantId(database: Database, slug: string): Promise<string | undefined> {
  return await transaction(database, { tenantId: noTenantId, platform: true }, async (tx) => {
    const tenant = await tx.client.tenant.findUnique({ where: { slug }, select: { id: true } });
    return tenant?.id;
  });
}
