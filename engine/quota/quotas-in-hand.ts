/** What people do to quotas has in common: who may, and that nobody makes jobs of the tenant meanwhile. */
import { done, type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { refuseNoTenant, refuseUnless } from '#engine/access/access.ts';
import { lockQueuedCap } from '#engine/queue/queued-room.ts';
import type { Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { type QuotaRow, readQuotas } from './quota-rows.ts';
import { holdQuotas } from './take-quota.ts';

/** The refusal for who may not change quotas; undefined for who may. */
export function refuseToChange(context: Context): { ok: false; refusals: Refusal[] } | undefined {
  return refuseUnless(context, 'platform.manage') ?? refuseNoTenant(context);
}

/** Waits for those who make jobs, and lets nobody until the transaction ends: what is made after it meets the quotas as they are then. */
export async function takeInHand({ client, tenantId, now }: Transaction): Promise<QuotaRow[]> {
  await lockQueuedCap(client, tenantId);
  return await holdQuotas(client, [tenantId], now);
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
