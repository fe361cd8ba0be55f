/**
 * The processes that carry out jobs. They serve every tenant, and each sees of them what concerns its own work: those
 * that serve its queues, under an alias, and how many of its jobs they hold. The platform sees all of it.
 */
import { pageBounds } from '#domain/bounds/page.ts';
import type { WorkerState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { workerAlias } from '#domain/worker/worker-alias.ts';
import { refuseUnless } from '#engine/access/access.ts';
import type { Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
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

/** The workers seen lately, the newest first; of more than one list holds those that were heard of last. */
export async function listWorkers(context: Context): Promise<Outcome<WorkerRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const isPlatform = context.actor.permissions.has('platform.manage');
  return await transaction(context.database, context.tenantId, async (tx) => {
    const view = isPlatform ? undefined : await viewOf(tx);
    const rows = await tx.client.worker.findMany({
      where: view?.where ?? {},
      orderBy: [{ leaseUntil: 'desc' }, { id: 'desc' }],
      take: pageBounds.listWholeMax,
    });
    const workers = rows
      .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1))
      .map(({ leaseUntil, ...worker }) => ({ ...worker, state: shownState(worker.state, leaseUntil, tx.now) }));
    return done(view === undefined ? workers : workers.map((worker) => asSeen(worker, view)));
  });
}

/** How many more workers were seen lately than the list holds; counting stops at the bound of counts. */
export async function countWorkersLeftOut(context: Context): Promise<Outcome<number>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const isPlatform = context.actor.permissions.has('platform.manage');
  return await transaction(context.database, context.tenantId, async (tx) => {
    // As a rule a list holds the workers of everybody, and nobody need ask whom they serve.
    const all = await tx.client.worker.count({ take: pageBounds.listWholeMax + pageBounds.countMax });
    if (isPlatform || all <= pageBounds.listWholeMax) return done(Math.max(0, all - pageBounds.listWholeMax));
    const { where } = await viewOf(tx);
    const count = await tx.client.worker.count({ where, take: pageBounds.listWholeMax + pageBounds.countMax });
    return done(Math.max(0, count - pageBounds.listWholeMax));
  });
}

function shownState(state: WorkerState, leaseUntil: Date, now: Date): WorkerState {
  return (state === 'LIVE' || state === 'DRAINING') && leaseUntil <= now ? 'LOST' : state;
}

/** What a tenant sees by: the names of its queues, how many of its jobs each worker holds, and whom that concerns. */
type View = { names: ReadonlySet<string>; held: ReadonlyMap<string, number>; where: Prisma.WorkerWhereInput };

async function viewOf(tx: Transaction): Promise<View> {
  const queues = await tx.client.queue.findMany({
    where: { tenantId: tx.tenantId },
    select: { id: true, name: true },
    take: pageBounds.listWholeMax,
  });
  const names = queues.map(({ name }) => name);
  const held = await countHeld(
    tx,
    queues.map(({ id }) => id),
  );
  // Names of queues that are not the tenant's are somebody else's; a list that only holds such must not read as "all".
  const where = {
    OR: [{ queues: { isEmpty: true } }, { queues: { hasSome: names } }, { id: { in: [...held.keys()] } }],
  };
  return { names: new Set(names), held, where };
}

function asSeen(worker: WorkerRow, { names, held }: View): WorkerRow {
  return {
    ...worker,
    name: workerAlias(worker.id),
    queues: worker.queues.filter((name) => names.has(name)),
    running: held.get(worker.id) ?? 0,
  };
}

async function countHeld(tx: Transaction, queueIds: string[]): Promise<Map<string, number>> {
  if (queueIds.length === 0) return new Map();
  const rows = await tx.client.$queryRaw<{ worker_id: string; held: number }[]>(Prisma.sql`/* count_held_jobs */
    select worker_id, count(*)::int as held
    from jobs
    where tenant_id = ${tx.tenantId}::uuid and state = 'RUNNING' and queue_id = any(${uuidArray(queueIds)}::text::uuid[])
      and worker_id is not null
    group by worker_id
    limit ${pageBounds.listWholeMax}`);
  return new Map(rows.map(({ worker_id, held }) => [worker_id, held]));
}
