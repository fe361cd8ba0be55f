/** The quotas of a tenant, and what is used of them. */
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { quotaAt } from './open-periods.ts';
import { type QuotaRow, readQuotas } from './quota-rows.ts';

/** By measure and period, each in the period that it is now, whoever has opened that. */
export async function listQuotas(context: Context): Promise<Outcome<QuotaRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async ({ client, tenantId, now }) => {
    const quotas = await readQuotas(client, [tenantId]);
    return done(quotas.map((quota) => quotaAt(quota, now)));
  });
}
