/** A batch under its lock, and its row as it is written back: what every transaction of a pass begins and ends with. */
import { rerunBounds } from '#domain/bounds/run.ts';
import type { RerunBatchState } from '#domain/machines.ts';
import type { RerunStart } from '#domain/run/plan-rerun.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BatchCounts, countsOf } from './batch-rows.ts';

export type BatchKey = { tenantId: string; id: string };

/** `now` is the instant of the transaction that holds the lock. */
export type LockedBatch = BatchKey &
  BatchCounts & {
    state: RerunBatchState;
    startFrom: Exclude<RerunStart, 'STEP'>;
    latest: boolean;
    perMinute: number;
    reason: string | null;
    createdBy: string;
    nextAt: Date;
    now: Date;
  };

/** Who starts the runs of batches, in the event log. */
export const rerunActor = 'system:reruns';

/** The batch, locked until the transaction ends; undefined when it is gone, or with `isPatient: false` when somebody has it. */
export async function lockBatch(
  client: Statements,
  { tenantId, id }: BatchKey,
  { isPatient }: { isPatient: boolean },
): Promise<LockedBatch | undefined> {
  const [batch] = await client.$queryRaw<LockedBatch[]>(Prisma.sql`/* lock_batch */
    select tenant_id as "tenantId", id, state, start_from as "startFrom", latest, per_minute as "perMinute", reason, created_by as "createdBy",
      waiting, running, succeeded, failed, cancelled, refused, next_at as "nextAt", now() as now
    from rerun_batches
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and look_at is not null
    for update ${isPatient ? Prisma.empty : Prisma.sql`skip locked`}`);
  return batch;
}

/** When the worker looks at it again: for the next start, or for runs that have ended. Null when nothing waits or runs. */
export function lookAgainAt({ state, nextAt, now }: LockedBatch, counts: BatchCounts): Date | null {
  if (counts.waiting === 0 && counts.running === 0) return null;
  const soonMs = now.getTime() + rerunBounds.lookMs;
  if (state === 'RUNNING' && counts.waiting > 0)
    return new Date(Math.min(soonMs, Math.max(nextAt.getTime(), now.getTime())));
  // Only a person moves it on, and that is told.
  return new Date(counts.running > 0 ? soonMs : now.getTime() + rerunBounds.pausedLookMs);
}

/** What is written: the counts, when it is looked at again (null when it is over), and whether anybody is told. */
export type BatchChange = { counts: BatchCounts; nextAt?: Date; lookAt: Date | null; isNews: boolean };

/** Writes the row and, when there is news, the event of it. A batch that ran and is over is DONE. */
export async function writeBatch(client: Statements, batch: LockedBatch, change: BatchChange): Promise<void> {
  const { tenantId, id, state, now } = batch;
  const { counts, lookAt, nextAt = batch.nextAt, isNews } = change;
  const { waiting, running, succeeded, failed, cancelled, refused } = counts;
  const isDone = lookAt === null && state === 'RUNNING';
  await client.rerunBatch.update({
    where: { tenantId_id: { tenantId, id } },
    data: {
      waiting,
      running,
      succeeded,
      failed,
      cancelled,
      refused,
      nextAt,
      lookAt,
      finishedAt: lookAt === null ? now : null,
      ...(isDone ? { state: 'DONE' } : {}),
    },
  });
  const scope = { entityIds: [id], actor: rerunActor, payloads: [countsOf(counts)] };
  if (isDone) await appendEvents({ client, tenantId }, [{ ...scope, type: 'rerun.done', from: state, to: 'DONE' }]);
  else if (isNews) await appendEvents({ client, tenantId }, [{ ...scope, type: 'rerun.progressed' }]);
}
