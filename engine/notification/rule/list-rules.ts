/** Who is told of what. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type RuleRow, readRules } from './rule-rows.ts';

/** Every rule of the tenant, by name. */
export async function listRules(context: Context): Promise<Outcome<RuleRow[]>> {
  const refused = refuseUnless(context, 'tenant.manage');
  if (refused !== undefined) return refused;
  const rules = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    readRules(client, {
      where: Prisma.sql`r.tenant_id = ${tenantId}::uuid and r.removed_at is null`,
      limit: notificationBounds.rulesMax,
    }),
  );
  return done(rules);
}

/** Rules by id, also those that are gone: the log of deliveries names them. */
export async function loadRules(context: Context, ids: readonly string[]): Promise<Map<string, RuleRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      readRules(client, {
        where: Prisma.sql`r.tenant_id = ${tenantId}::uuid and r.id = any(${uuidArray(wanted)}::text::uuid[])`,
        limit: wanted.length,
      }),
    keyOf: (rule) => rule.id,
  });
}
