/** What is done with quotas, and the statements of it that are held to their plans. */
import { listQuotas } from '#engine/quota/list-quotas.ts';
import { takeQuota } from '#engine/quota/take-quota.ts';
import { countUsage } from '#engine/quota/watch/count-usage.ts';
import { judgeQuotas } from '#engine/quota/watch/judge-quotas.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import { limitTenant } from '#testing/worlds/limited-tenants.ts';
import type { LargeWorld } from './large-world.ts';

export function deedsOfQuotas({ web, worker }: Bundle, { stage: { context } }: LargeWorld) {
  return {
    'room of quotas is taken, counted and judged': {
      statements: ['lock_quota_room', 'read_quota_usage'],
      does: async () => {
        await countUsage(worker);
        await limitTenant(context, 1_000_000, { period: 'DAY' });
        await limitTenant(context, 1_000_000, { measure: 'RUN_MINUTES' });
        await transaction(web, context.tenantId, async (tx) => valueOf(await takeQuota(tx, 10, ['jobs'])));
        await countUsage(worker);
        await judgeQuotas(worker);
        valueOf(await listQuotas(context));
      },
    },
  };
}
