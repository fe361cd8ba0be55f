/** Quotas for the work that the planner is about to make, of many tenants at once: taken in memory, stored when it is known how much. */
import { hasRoomFor, sayExceeded } from '#domain/quota/quota.ts';
import type { Statements } from '#engine/store/database.ts';
import { holdQuotas, writeTaken } from './take-quota.ts';

export type PlannedQuota = {
  /** Why the tenant may make nothing more; undefined when it may. */
  refusal: (tenantId: string) => { code: 'QUOTA_EXCEEDED'; message: string } | undefined;
  /** Takes one place of each quota of the tenant. */
  take: (tenantId: string) => void;
  /** Stores what was taken. */
  store: () => Promise<void>;
};

export async function openPlannedQuota(
  client: Statements,
  tenantIds: readonly string[],
  now: Date,
): Promise<PlannedQuota> {
  const quotas = await holdQuotas(client, [...new Set(tenantIds)], now);
  const byTenant = Map.groupBy(quotas, ({ tenantId }) => tenantId);
  const taken = new Map<string, number>();
  return {
    refusal: (tenantId) => {
      const before = taken.get(tenantId) ?? 0;
      const full = byTenant.get(tenantId)?.find((quota) => !hasRoomFor(quota, before + 1));
      if (full === undefined) return undefined;
      const used = full.measure === 'JOBS' ? full.used + before : full.used;
      return { code: 'QUOTA_EXCEEDED', message: sayExceeded({ ...full, used, resetsAt: full.endsAt }, 1) };
    },
    take: (tenantId) => {
      taken.set(tenantId, (taken.get(tenantId) ?? 0) + 1);
    },
    store: () => writeTaken(client, quotas, ({ tenantId }) => taken.get(tenantId) ?? 0),
  };
}
