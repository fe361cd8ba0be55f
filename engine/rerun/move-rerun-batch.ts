/** Pauses, resumes and cancels batches of reruns, by an operator's hand. */
import { type RerunBatchState, rerunBatchMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BatchCounts, countsOf } from './batch-rows.ts';

export type BatchAct = { id: string; reason?: string | null };

type Target = Exclude<RerunBatchState, 'DONE'>;
type Locked = BatchCounts & { state: RerunBatchState };

const acts = {
  PAUSED: { type: 'rerun.paused', word: 'paused', only: 'only a RUNNING one can be paused' },
  RUNNING: { type: 'rerun.resumed', word: 'resumed', only: 'only a PAUSED one can be resumed' },
  CANCELLED: { type: 'rerun.cancelled', word: 'cancelled', only: 'only an open one can be cancelled' },
} as const;

/** No further run of the batch starts; those that run go on. */
export async function pauseRerunBatch(context: Context, act: BatchAct): Promise<Outcome<{ id: string }>> {
  return await move(context, act, 'PAUSED');
}

/** The runs that wait start again, at the rate of the batch from now on. */
export async function resumeRerunBatch(context: Context, act: BatchAct): Promise<Outcome<{ id: string }>> {
  return await move(context, act, 'RUNNING');
}

/** What waits never starts; those that run go on and are counted when they end. */
export async function cancelRerunBatch(context: Context, act: BatchAct): Promise<Outcome<{ id: string }>> {
  return await move(context, act, 'CANCELLED');
}

async function move(context: Context, { id, reason }: BatchAct, to: Target): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = checkText({ value: reason, path: ['reason'] });
  if (unfit.length > 0) return refuseAll(unfit);
  const { type, word, only } = acts[to];
  return await hintedCommand(context, ['news'], async (tx) => {
    const batch = await lock(tx, id);
    if (batch === undefined) return refuse('NOT_FOUND', 'there is no such batch', ['id']);
    if (rerunBatchMoves[batch.state][to] === undefined)
      return refuse('ILLEGAL_TRANSITION', `the batch is ${batch.state}: ${only}`, ['id']);
    const counts = to === 'CANCELLED' ? await leaveWaiting(tx, id, batch) : batch;
    await store(tx, { id, to, counts });
    await appendEvents(tx, [
      {
        type,
        entityIds: [id],
        from: batch.state,
        to,
        reason: reason ?? `${word} by ${context.actor.name}`,
        actor: actorName(context.actor),
        payloads: [countsOf(counts)],
      },
    ]);
    return done({ id });
  });
}

async function lock(tx: Transaction, id: string): Promise<Locked | undefined> {
  const [batch] = await tx.client.$queryRaw<Locked[]>(Prisma.sql`/* lock_rerun_batch */
    select state, waiting, running, succeeded, failed, cancelled, refused
    from rerun_batches
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid
    for update`);
  return batch;
}

async function leaveWaiting(tx: Transaction, id: string, batch: Locked): Promise<Locked> {
  const left = await tx.client.$executeRaw(Prisma.sql`/* cancel_rerun_items */
    update rerun_items
    set state = 'CANCELLED'
    where tenant_id = ${tx.tenantId}::uuid and batch_id = ${id}::uuid and state = 'WAITING'`);
  return { ...batch, waiting: batch.waiting - left, cancelled: batch.cancelled + left };
}

async function store(tx: Transaction, moved: { id: string; to: Target; counts: Locked }): Promise<void> {
  const { id, to, counts } = moved;
  // A cancelled batch is over when the last run that it started has ended.
  const isOver = to === 'CANCELLED' && counts.running === 0;
  const { waiting, cancelled } = counts;
  const { count } = await tx.client.rerunBatch.updateMany({
    where: { tenantId: tx.tenantId, id, state: { in: sourcesOf(rerunBatchMoves, to) } },
    data: {
      state: to,
      waiting,
      cancelled,
      lookAt: isOver ? null : tx.now,
      finishedAt: isOver ? tx.now : null,
      ...(to === 'RUNNING' ? { nextAt: tx.now } : {}),
    },
  });
  if (count !== 1) throw new Error(`broken invariant: batch ${id} is locked in state ${counts.state}`);
}
