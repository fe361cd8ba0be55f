/** Starts the new runs of a batch's items: run and item in one transaction, items apart from each other. */
import { runBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { rerunItemMoves, sourcesOf } from '#domain/machines.ts';
import { raiseFaultAlerts } from '#engine/alert/fault-alerts.ts';
import { insertRuns } from '#engine/run/insert-runs.ts';
import { type PreparedRerun, prepareReruns } from '#engine/run/rerun/prepare-rerun.ts';
import { eachApart, faultSentence, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BatchKey, type LockedBatch, lockBatch, lookAgainAt, rerunActor, writeBatch } from './batch-work.ts';

/** An item whose turn has come. */
export type WaitingItem = { tenantId: string; batchId: string; position: number; runId: string };

/** What becomes of it: the new run, or why there is none. */
type Answer = { position: number; newRunId: string | null; code: string | null; message: string | null };

/** How many started, and the faults of items that could not even be refused: they wait on. */
export type StartedItems = { started: number; faults: unknown[] };

/** Starts what of the items may start. What the engine cannot start is refused, and an alert tells of it. */
export async function startItems(
  database: Database,
  key: BatchKey,
  items: readonly WaitingItem[],
): Promise<StartedItems> {
  if (items.length === 0) return { started: 0, faults: [] };
  const parted = unlessLeft(await eachApart(items, (part) => startPart(database, key, part)));
  const faults: unknown[] = [];
  for (const { item, fault } of parted.poisoned) {
    const refusing = unlessLeft(await eachApart([item], () => refuseItem(database, key, { item, fault })));
    faults.push(...refusing.poisoned.map((one) => one.fault));
  }
  return { started: parted.results.reduce((sum, started) => sum + started, 0), faults };
}

async function startPart(database: Database, key: BatchKey, part: readonly WaitingItem[]): Promise<number> {
  return await dutyTransaction(database, async (client) => {
    const batch = await lockBatch(client, key, { isPatient: true });
    // Paused or cancelled since.
    if (batch === undefined || batch.state !== 'RUNNING') return 0;
    const answers: Answer[] = [];
    const runs: (PreparedRerun['run'] & { id: string; startedBy: string })[] = [];
    const waiting = await stillWaiting(client, batch, part);
    const requests = waiting.map(({ runId }) => requestOf(batch, runId));
    const prepared = await prepareReruns(client, batch.tenantId, requests);
    for (const [nth, { position }] of waiting.entries()) {
      const one = prepared[nth];
      if (one?.ok === true) {
        const id = newId();
        runs.push({ ...one.value.run, id, startedBy: batch.createdBy });
        answers.push({ position, newRunId: id, code: null, message: null });
      } else {
        const { code = 'BAD_INPUT', message = 'refused' } = one?.refusals[0] ?? {};
        answers.push({ position, newRunId: null, code, message: message.slice(0, valueBounds.errorTextLengthMax) });
      }
    }
    await insertRuns(client, runs, { now: batch.now, actor: rerunActor, costMax: runBounds.passCostMax });
    await answer(client, batch, answers);
    return runs.length;
  });
}

// Another worker may have come to them in the meantime.
async function stillWaiting(
  client: Statements,
  { tenantId, id }: LockedBatch,
  part: readonly WaitingItem[],
): Promise<readonly WaitingItem[]> {
  const rows = await client.$queryRaw<{ position: number }[]>(Prisma.sql`/* recheck_rerun_items */
    select position
    from rerun_items
    where tenant_id = ${tenantId}::uuid and batch_id = ${id}::uuid and state = 'WAITING'
      and position = any(${part.map(({ position }) => position)}::int[])`);
  const waiting = new Set(rows.map(({ position }) => position));
  return part.filter(({ position }) => waiting.has(position));
}

function requestOf(batch: LockedBatch, run: string) {
  const { startFrom: from, latest: isLatest, reason } = batch;
  return { run, from, step: null, isAlone: false, isLatest, variables: {}, reason };
}

async function refuseItem(
  database: Database,
  key: BatchKey,
  { item, fault }: { item: WaitingItem; fault: unknown },
): Promise<void> {
  const { tenantId, position, runId } = item;
  await dutyTransaction(database, async (client) => {
    const batch = await lockBatch(client, key, { isPatient: true });
    if (batch === undefined || batch.state !== 'RUNNING') return;
    const message = faultSentence(fault);
    if ((await stillWaiting(client, batch, [item])).length === 0) return;
    await answer(client, batch, [{ position, newRunId: null, code: 'ENGINE_FAULT', message }]);
    const alert = { tenantId, about: 'run' as const, id: runId, message: `it could not be run again: ${message}` };
    await raiseFaultAlerts(client, [alert], rerunActor);
  });
}

/** Writes what became of items that still wait, and the counts. */
async function answer(client: Statements, batch: LockedBatch, answers: readonly Answer[]): Promise<void> {
  if (answers.length === 0) return;
  const { tenantId, id } = batch;
  const rows = await client.$queryRaw<{ state: string }[]>(Prisma.sql`/* answer_rerun_items */
    update rerun_items i
    set state = case when a.new_run_id is null then 'REFUSED' else 'RUNNING' end, new_run_id = a.new_run_id, code = a.code, message = a.message
    from json_to_recordset(${JSON.stringify(answers.map(({ position, newRunId: new_run_id, code, message }) => ({ position, new_run_id, code, message })))}::json) as a (position int, new_run_id uuid, code text, message text)
    where i.tenant_id = ${tenantId}::uuid and i.batch_id = ${id}::uuid and i.position = a.position
      and i.state = any(${arrayOf(sourcesOf(rerunItemMoves, 'REFUSED'))}::text[])
    returning i.state`);
  // Whoever holds the batch is the only one who starts its items.
  if (rows.length !== answers.length) throw new Error(`broken invariant: the items of batch ${id} wait under its lock`);
  const refused = rows.filter(({ state }) => state === 'REFUSED').length;
  const counts = {
    ...batch,
    waiting: batch.waiting - rows.length,
    running: batch.running + rows.length - refused,
    refused: batch.refused + refused,
  };
  await writeBatch(client, batch, { counts, lookAt: lookAgainAt(batch, counts), isNews: true });
}
