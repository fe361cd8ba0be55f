/**
 * Moves batches of reruns on: takes in which of their runs have ended, and starts the next ones at each batch's rate. A
 * killed pass has started some and not others, each with its item in one transaction; the next pass goes on from there.
 */
import { rerunBounds } from '#domain/bounds/run.ts';
import { type RerunItemState, rerunItemMoves, sourcesOf } from '#domain/machines.ts';
import { startsDue } from '#domain/rerun/pace.ts';
import { eachApart, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { BatchCounts } from './batch-rows.ts';
import { type BatchKey, type LockedBatch, lockBatch, lookAgainAt, writeBatch } from './batch-work.ts';
import { startItems, type WaitingItem } from './start-items.ts';

export type AdvancedBatches = {
  started: number;
  /** True when something was looked at, so that the event log may have grown. */
  isNews: boolean;
  /** True when batches are due that this pass did not come to. */
  isMore: boolean;
};

/** One pass over the batches of all tenants, the longest waiting first. A batch that throws holds up no other. */
export async function advanceBatches(database: Database): Promise<AdvancedBatches> {
  const due = await database.client.$queryRaw<BatchKey[]>(Prisma.sql`/* find_due_batches */
    select tenant_id as "tenantId", id
    from rerun_batches
    where look_at is not null and look_at <= now()
    order by look_at
    limit ${rerunBounds.batchesPerPassMax}`);
  let started = 0;
  const faults: unknown[] = [];
  for (const batch of due) {
    const room = Math.min(rerunBounds.startsPerBatchMax, rerunBounds.startsPerPassMax - started);
    if (room <= 0) return { started, isNews: true, isMore: true };
    const looked = unlessLeft(await eachApart([batch], () => look(database, batch, room)));
    const items = await startItems(database, batch, looked.results.flat());
    started += items.started;
    faults.push(...items.faults, ...looked.poisoned.map(({ fault }) => fault));
  }
  for (const fault of faults) throw fault;
  return { started, isNews: due.length > 0, isMore: due.length === rerunBounds.batchesPerPassMax };
}

/**
 * Takes in what has ended, and hands back the items whose turn has come. The rate is used up with this commit: when the
 * process dies before they start, they start later, and never two in the place of one.
 */
async function look(database: Database, key: BatchKey, room: number): Promise<WaitingItem[]> {
  return await dutyTransaction(database, async (client) => {
    const batch = await lockBatch(client, key, { isPatient: false });
    if (batch === undefined) return [];
    const ended = await takeEnded(client, batch);
    const counts = withEnded(batch, ended);
    const items =
      batch.state === 'RUNNING' ? await takeDue(client, batch, Math.min(room, counts.waiting)) : none(batch);
    const nextAt = new Date(items.nextMs);
    await writeBatch(client, batch, {
      counts,
      nextAt,
      lookAt: lookAgainAt({ ...batch, nextAt }, counts),
      isNews: ended.length > 0,
    });
    return items.waiting;
  });
}

type Ended = { state: Extract<RerunItemState, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'> };

async function takeEnded(client: Statements, { tenantId, id }: LockedBatch): Promise<Ended[]> {
  return await client.$queryRaw<Ended[]>(Prisma.sql`/* take_ended_reruns */
    update rerun_items i
    set state = r.state::text
    from runs r
    where i.tenant_id = ${tenantId}::uuid and i.batch_id = ${id}::uuid and i.state = 'RUNNING'
      and i.state = any(${arrayOf(sourcesOf(rerunItemMoves, 'SUCCEEDED'))}::text[])
      and r.tenant_id = i.tenant_id and r.id = i.new_run_id and r.finished_at is not null
    returning i.state`);
}

function withEnded(batch: LockedBatch, ended: readonly Ended[]): BatchCounts {
  const { waiting, running, succeeded, failed, cancelled, refused } = batch;
  const count = (state: Ended['state']) => ended.filter((one) => one.state === state).length;
  return {
    waiting,
    running: running - ended.length,
    succeeded: succeeded + count('SUCCEEDED'),
    failed: failed + count('FAILED'),
    cancelled: cancelled + count('CANCELLED'),
    refused,
  };
}

type Due = { waiting: WaitingItem[]; nextMs: number };

function none({ nextAt }: LockedBatch): Due {
  return { waiting: [], nextMs: nextAt.getTime() };
}

async function takeDue(client: Statements, batch: LockedBatch, most: number): Promise<Due> {
  const { tenantId, id, perMinute, now, nextAt } = batch;
  const { count, nextMs } = startsDue({ nowMs: now.getTime(), nextMs: nextAt.getTime(), perMinute, most });
  if (count === 0) return { waiting: [], nextMs };
  const waiting = await client.$queryRaw<WaitingItem[]>(Prisma.sql`/* find_waiting_reruns */
    select tenant_id as "tenantId", batch_id as "batchId", position, run_id as "runId"
    from rerun_items
    where tenant_id = ${tenantId}::uuid and batch_id = ${id}::uuid and state = 'WAITING'
    order by position
    limit ${count}`);
  return { waiting, nextMs };
}
