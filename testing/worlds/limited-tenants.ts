/** Tenants with quotas, and what is used of them. */
import { permissionsOf } from '#domain/access/permissions.ts';
import type { QuotaMeasure, QuotaPeriod } from '#domain/bounds/quota.ts';
import { listQuotas } from '#engine/quota/list-quotas.ts';
import type { QuotaRow } from '#engine/quota/quota-rows.ts';
import { upsertQuota } from '#engine/quota/upsert-quota.ts';
import { countUsage } from '#engine/quota/watch/count-usage.ts';
import type { Context } from '#engine/store/context.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';

/** The context of somebody who manages the platform. */
export function platform(context: Context): Context {
  return { ...context, actor: { ...context.actor, permissions: permissionsOf('PLATFORM_ADMIN') } };
}

export type Limit = { measure?: QuotaMeasure; period?: QuotaPeriod };

/** Sets a quota, of the jobs of a month unless said otherwise. */
export async function limitTenant(context: Context, max: number, of: Limit = {}): Promise<QuotaRow> {
  return valueOf(await upsertQuota(platform(context), { measure: 'JOBS', period: 'MONTH', ...of, max }));
}

/** What is used of each quota, by measure and period. */
export async function usedOf(context: Context): Promise<number[]> {
  return valueOf(await listQuotas(context)).map(({ used }) => used);
}

/** Counts until nothing more is to be read. */
export async function countAll({ worker }: Pick<Bundle, 'worker'>): Promise<void> {
  while (!(await countUsage(worker)).isComplete);
}
