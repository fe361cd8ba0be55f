/** Whether what a task declares can ever be had, and what a change of its cap waits for. */
import { readNeeds } from '#domain/gate/declared-needs.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import { lockTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Pools that are not there, and amounts that they never have. Pools stay as they are until the transaction ends. */
export async function refuseUnhad(tx: Transaction, stored: Json): Promise<Refusal[]> {
  const wanted = Object.entries(readNeeds(stored)?.resources ?? {});
  if (wanted.length === 0) return [];
  const capacityOf = await sharePools(
    tx,
    wanted.map(([name]) => name),
  );
  return wanted.flatMap(([name, amount]): Refusal[] => {
    const capacity = capacityOf.get(name);
    const path = ['resources', name];
    if (capacity === undefined) return [{ code: 'NOT_FOUND', message: `there is no pool "${name}"`, path }];
    if (amount <= capacity) return [];
    return [{ code: 'LIMIT_REACHED', message: `the pool "${name}" has ${capacity} in all`, path }];
  });
}

/** How much there is of these pools, by name; they stay as they are until the transaction ends. */
export async function sharePools(tx: Transaction, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const pools = await tx.client.$queryRaw<{ key: string; capacity: number }[]>(Prisma.sql`/* share_pools */
    select key, capacity
    from gates
    where tenant_id = ${tx.tenantId}::uuid and kind = 'POOL' and key = any(${[...names]}::text[])
    order by id
    for share`);
  return new Map(pools.map(({ key, capacity }) => [key, capacity]));
}

/** A cap or a rate that changes waits for the claims that counted by the one before. */
export async function lockClaimsOfCaps(
  tx: Transaction,
  { before, after }: { before: Json; after: Json },
): Promise<void> {
  const [was, is] = [readNeeds(before), readNeeds(after)];
  const capWas = was?.concurrency ?? null;
  const capIs = is?.concurrency ?? null;
  const isCapLowered = capWas !== null && (capIs === null || capIs.max < capWas.max);
  const rateWas = was?.rate ?? null;
  const isRateChanged = rateWas !== null && (is?.rate?.max !== rateWas.max || is.rate.per !== rateWas.per);
  if (isCapLowered || isRateChanged) await lockTenantClaims(tx.client, tx.tenantId);
}
