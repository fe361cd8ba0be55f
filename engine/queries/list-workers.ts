/**
 * The processes that carry out jobs. They serve every tenant, and each sees of them what concerns its own work: those
 * that serve its queues, under an alias, and how many of its jobs they hold. The platform sees all of it.
 */
import { bounds } from '#domain/bounds.ts';
import type { WorkerState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { workerAlias } from '#domain/worker-alias.ts';
import { refuseUnless } from '#engine/access.ts';
import type { Context } from '#engine/context.ts';
import { uuidArray } from '#engine/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A worker; LOST as soon as its lease ran out, whether or not anybody has taken its jobs back yet. */
export type WorkerRow = {
  id: string;
  name: string;
  state: WorkerState;
  lastSeenAt: Date;
  startedAt: Date;
  slots: number;
  running: number;
  /** The queues it serves; empty means all. */
  queues: string[];
  version: string;
};

/** Every worker seen lately, the newest first. */
export async function listWorkers(context: Context): Promise<Outcome<WorkerRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const isPlatform = context.actor.permissions.has('platform.manage');
  return await transaction(context.database, context.tenantId, async (tx) => {
    const rows = await tx.client.worker.findMany({
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: bounds.listWholeMax,
    });
    const workers = rows.map(({ leaseUntil, ...worker }) => ({
      ...worker,
      state: shownState(worker.state, leaseUntil, tx.now),
    }));
    return done(isPlatform ? workers : await asTenantSees(tx, workers));
  });
}

function shownState(state: WorkerState, leaseUntil: Date, now: Date): WorkerState {
  return (state === 'LIVE' || state === 'DRAINING') && leaseUntil <= now ? 'LOST' : state;
}

async function asTenantSees(tx: Transaction, workers: WorkerRow[]): Promise<WorkerRow[]> {
  const queues = await tx.client.queue.findMany({
    where: { tenantId: tx.tenantId },
    select: { id: true, name: true },
    take: bounds.listWholeMax,
  });
  const names = new Set(queues.map(({ name }) => name));
  const held = await countHeld(
    tx,
    queues.map(({ id }) => id),
  );
  return workers.flatMap((worker): WorkerRow[] => {
    const served = worker.queues.filter((name) => names.has(name));
    const running = held.get(worker.id) ?? 0;
    // Names of queues that are not the tenant's are somebody else's; a list that only holds such must not read as "all".
    if (worker.queues.length > 0 && served.length === 0 && running === 0) return [];
    return [{ ...worker, name: workerAlias(worker.id), queues: served, running }];
  });
}

async function countHeld(tx: Transaction, queueIds: string[]): Promise<Map<string, number>> {
  if (queueIds.length === 0) return new Map();
  const rows = await tx.client.$queryRaw<{ worker_id: string; held: number }[]>(Prisma.sql`/* count_held_jobs */
    select worker_id, count(*)::int as held
    from jobs
    where tenant_id = ${tx.tenantId}::uuid and state = 'RUNNING' and queue_id = any(${uuidArray(queueIds)}::text::uuid[])
      and worker_id is not null
    group by worker_id
    limit ${bounds.listWholeMax}`);
  return new Map(rows.map(({ worker_id, held }) => [worker_id, held]));
}
