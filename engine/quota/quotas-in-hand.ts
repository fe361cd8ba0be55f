/** What people do to quotas has in common: who may, and that nobody makes jobs of the tenant meanwhile. */
import { done, type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';
import { refuseNoTenant, refuseUnless } from '#engine/access/access.ts';
import { lockQueuedCap } from '#engine/queue/queued-room.ts';
import type { Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { lockQuotaRoom } from './quota-room.ts';
import { type QuotaRow, readQuotas } from './quota-rows.ts';
import { holdQuotas } from './take-quota.ts';

/** The refusal for who may not change quotas; undefined for who may. */
export function refuseToChange(context: Context): { ok: false; refusals: Refusal[] } | undefined {
  return refuseUnless(context, 'platform.manage') ?? refuseNoTenant(context);
}

/**
 * Waits for those who make jobs, and lets nobody until the transaction ends: what is made after it meets the quotas as they
 * are then. To the transaction that is handed back it is the instant after the wait.
 */
export async function takeInHand(tx: Transaction): Promise<{ quotas: QuotaRow[]; held: Transaction }> {
  const { client, tenantId } = tx;
  await lockQueuedCap(client, tenantId);
  // First the room and then the quotas, as whoever counts them.
  await lockQuotaRoom(client, [tenantId]);
  // Nobody judges them from here on. What is read in a later statement is what the last one who did has left.
  const [row] = await client.$queryRaw<{ now: Date }[]>(Prisma.sql`/* lock_quotas_of_tenant */
    select clock_timestamp() as now
    from (
      select count(*) from (select from quotas where tenant_id = ${tenantId}::uuid order by id for no key update) q
    ) locked`);
  assert(row !== undefined, 'the database tells the time');
  const held = { ...tx, now: row.now };
  return { quotas: await holdQuotas(client, [tenantId], held.now), held };
}

/** The quota of this id among those that are in hand. */
export function quotaOfId(quotas: readonly QuotaRow[], id: string): Outcome<QuotaRow> {
  const quota = quotas.find((one) => one.id === id);
  return quota === undefined ? refuse('NOT_FOUND', 'there is no such quota', ['id']) : done(quota);
}

/** The quota as it stands after the act. */
export async function quotaNow({ client, tenantId }: Transaction, id: string): Promise<Outcome<QuotaRow>> {
  return quotaOfId(await readQuotas(client, [tenantId]), id);
}
