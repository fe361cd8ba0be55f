/** The processes that carry out jobs. They serve every tenant. */
import { bounds } from '#domain/bounds.ts';
import type { WorkerState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access.ts';
import type { Context } from '#engine/context.ts';
import { transaction } from '#engine/transaction.ts';

/** A worker; LOST as soon as its lease ran out, whether or not anybody has taken its jobs back yet. */
export type WorkerRow = {
  id: string;
  name: string;
  state: WorkerState;
  lastSeenAt: Date;
  startedAt: Date;
  slots: number;
  running: number;
  queues: string[];
  version: string;
};

/** Every worker seen lately, the newest first. */
export async function listWorkers(context: Context): Promise<Outcome<WorkerRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const workers = await transaction(context.database, context.tenantId, async ({ client, now }) => {
    const rows = await client.worker.findMany({
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: bounds.listWholeMax,
    });
    return rows.map(({ leaseUntil, ...worker }) => ({ ...worker, state: shownState(worker.state, leaseUntil, now) }));
  });
  return done(workers);
}

function shownState(state: WorkerState, leaseUntil: Date, now: Date): WorkerState {
  return (state === 'LIVE' || state === 'DRAINING') && leaseUntil <= now ? 'LOST' : state;
}
