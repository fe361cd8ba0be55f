/**
 * The lock of a tenant under which jobs are claimed that must be counted or hold something, and under which whatever
 * limits them is changed. What only frees - a settle, a rescue, a cancel - needs no lock.
 */
import type { Asking } from '#engine/store/connection/packets.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

const kind = Prisma.sql`hashtext('taskflow.claim')`;

/**
 * Holds until the transaction ends, once nobody else does. What is read in a later statement of it is then true until
 * that end: no job that counts is claimed meanwhile, and no limit changes.
 */
export async function lockTenantClaims(client: Asking, tenantId: string): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_tenant_claims */ select pg_advisory_xact_lock(${kind}, hashtext(${tenantId})) is null as held`,
  );
}

/** Of these tenants those whose lock is free, and held from here on: a claim waits for nobody. */
export async function tryTenantClaims(client: Asking, tenantIds: readonly string[]): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* try_tenant_claims */
    select id from unnest(${uuidArray(tenantIds)}::text::uuid[]) as t (id) where pg_try_advisory_xact_lock(${kind}, hashtext(id::text))`);
  return new Set(rows.map(({ id }) => id));
}
