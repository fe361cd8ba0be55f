/** What queues get against their weights, and how much of the tenant runs. */
import { pageBounds } from '#domain/bounds/page.ts';
import { queueBounds } from '#domain/bounds/queue.ts';
import { type QueueShare, queueShare } from '#domain/queue/queue-share.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { loadQueueActivity } from './load-queue-activity.ts';
import { countWaiting } from './queued-room.ts';

/** The shares of queues in the last hour, by id. */
export async function loadQueueShares(context: Context, ids: readonly string[]): Promise<Map<string, QueueShare>> {
  const queues = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.queue.findMany({
      where: { tenantId },
      select: { id: true, priority: true, weight: true },
      take: pageBounds.listWholeMax,
    }),
  );
  const priorities = new Set(queues.filter(({ id }) => ids.includes(id)).map(({ priority }) => priority));
  const alike = queues.filter(({ priority }) => priorities.has(priority));
  const activity = await loadQueueActivity(
    context,
    alike.map(({ id }) => id),
  );
  const weighed = alike.map((queue) => {
    const { succeeded = 0, failed = 0 } = activity.get(queue.id) ?? {};
    return { ...queue, ended: succeeded + failed };
  });
  return new Map(weighed.filter(({ id }) => ids.includes(id)).map((queue) => [queue.id, queueShare(queue, weighed)]));
}

/** How many jobs wait to begin, by the id of the tenant; the context sees its own only. */
export async function loadTenantWaiting(context: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const waiting = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    countWaiting(client, tenantId, queueBounds.waitingCountMax),
  );
  return new Map(ids.filter((id) => id === context.tenantId).map((id) => [id, waiting]));
}

/** How many jobs run, by the id of the tenant; the context sees its own only. */
export async function loadTenantRunning(context: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<{ running: number }[]>(Prisma.sql`/* count_tenant_running */
      select count(*)::int as running
      from jobs
      where tenant_id = ${tenantId}::uuid and state = 'RUNNING'`),
  );
  return new Map(ids.filter((id) => id === context.tenantId).map((id) => [id, rows[0]?.running ?? 0]));
}
