/** Queues and how full they are. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isNoSuspect, isSuspect } from './crash-suspects.ts';
import { type QueueRow, queueRow } from './queue-rows.ts';

// A queue deeper than this is shown as this deep: counting further would hold up the page.
const queueDepthMax = 100_000;

/**
 * How full a queue is. `depth` counts the jobs that are due and wait, `oldestWaitingAt` is since when the first of them
 * has waited; jobs whose time has not come are in neither. `waiting` are all PENDING, `scheduled` all SCHEDULED jobs.
 */
export type QueueLoad = {
  id: string;
  depth: number;
  /** How many of these stand out of line until something else happens: at a gate, or in a run that is paused. */
  aside: number;
  waiting: number;
  scheduled: number;
  running: number;
  oldestAgeMs: number | null;
  oldestWaitingAt: Date | null;
};

const columns = {
  id: true,
  name: true,
  priority: true,
  concurrency: true,
  weight: true,
  rate: true,
  paused: true,
  pausedAt: true,
  pausedBy: true,
  pausedReason: true,
  limited: true,
  createdAt: true,
};

/** Every queue of the tenant, by name. */
export async function listQueues(context: Context): Promise<Outcome<QueueRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const queues = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.queue.findMany({
      where: { tenantId },
      select: columns,
      orderBy: { name: 'asc' },
      take: pageBounds.listWholeMax,
    }),
  );
  return done(queues.map(queueRow));
}

/** The queue of this id or name; undefined when the tenant has none. */
export async function getQueue(
  context: Context,
  input: { id: string } | { name: string },
): Promise<Outcome<QueueRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return done(await transaction(context.database, context.tenantId, (tx) => readQueue(tx, input)));
}

/** The same within a transaction. */
export async function readQueue(
  { client, tenantId }: Transaction,
  input: { id: string } | { name: string },
): Promise<QueueRow | undefined> {
  const queue = await client.queue.findUnique({
    where:
      'id' in input ? { tenantId_id: { tenantId, id: input.id } } : { tenantId_name: { tenantId, name: input.name } },
    select: columns,
  });
  return queue === null ? undefined : queueRow(queue);
}

/** Queues by id. */
export async function loadQueues(context: Context, ids: readonly string[]): Promise<Map<string, QueueRow>> {
  return await loadByKey(context, ids, {
    read: async ({ client, tenantId }, wanted) =>
      (await client.queue.findMany({ where: { tenantId, id: { in: wanted } }, select: columns })).map(queueRow),
    keyOf: (queue) => queue.id,
  });
}

const countAside = Prisma.sql`(count(*) filter (where not ${isInLine}))::int`;

/** How full queues are, by id: one statement for all of them, each counted through its indexes and no further than a bound. */
export async function loadQueueLoads(context: Context, ids: readonly string[]): Promise<Map<string, QueueLoad>> {
  const depthMax = queueDepthMax;
  return await loadByKey(context, ids, {
    read: (tx, wanted) =>
      tx.client.$queryRaw<QueueLoad[]>(Prisma.sql`/* load_queue_loads */
        select q.id, least(${depthMax}, ready.jobs + suspect.jobs + due.jobs)::int as depth,
          least(${depthMax}, ready.aside + suspect.aside + due.aside)::int as aside,
          least(${depthMax}, ready.jobs + suspect.jobs)::int as waiting, scheduled.jobs as scheduled, running.jobs as running,
          least(ready.oldest, suspect.oldest, due.oldest) as "oldestWaitingAt",
          extract(epoch from ${tx.now} - least(ready.oldest, suspect.oldest, due.oldest))::float8 * 1000 as "oldestAgeMs"
        from queues q
        cross join lateral (
          select count(*)::int as jobs, ${countAside} as aside, min(due_at) as oldest
          from (select due_at, rank from jobs where queue_id = q.id and state = 'PENDING' and ${isNoSuspect} limit ${depthMax}) j
        ) ready
        cross join lateral (
          select count(*)::int as jobs, ${countAside} as aside, min(due_at) as oldest
          from jobs
          where queue_id = q.id and state = 'PENDING' and ${isSuspect}
        ) suspect
        cross join lateral (
          select count(*)::int as jobs, ${countAside} as aside, min(run_at) as oldest
          from (select run_at, rank from jobs where queue_id = q.id and state = 'SCHEDULED' and run_at <= ${tx.now} limit ${depthMax}) j
        ) due
        cross join lateral (
          select count(*)::int as jobs
          from (select from jobs where queue_id = q.id and state = 'SCHEDULED' limit ${depthMax}) j
        ) scheduled
        cross join lateral (
          select count(*)::int as jobs
          from jobs
          where tenant_id = q.tenant_id and queue_id = q.id and state = 'RUNNING'
        ) running
        where q.tenant_id = ${tx.tenantId}::uuid and q.id = any(${wanted}::uuid[])`),
    keyOf: (load) => load.id,
  });
}
