/** Makes a batch of the runs of a filter: they are to be run again one after the other, at a rate. */
import { rerunBounds } from '#domain/bounds/run.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { isSettledRun, type RunState } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import type { RerunStart } from '#domain/run/plan-rerun.ts';
import type { RunFilter } from '#domain/run/run-filter.ts';
import { checkInteger, checkText } from '#domain/value/input-checks.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { findRuns } from '#engine/run/selection/find-runs.ts';
import { command, hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys } from '#engine/store/idempotency.ts';
import { throughOutage } from '#engine/store/outage.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countsOf } from './batch-rows.ts';

/** `expectedCount`: how many runs the caller was told would run again. */
export type RerunBatchInput = {
  filter: RunFilter;
  /** FAILED or START. */
  from?: RerunStart | null;
  version?: 'ORIGINAL' | 'LATEST' | null;
  perMinute?: number | null;
  reason?: string | null;
  expectedCount?: number | null;
  dryRun?: boolean | null;
  idempotencyKey?: string | null;
};

/** The batch, unless it was a dry run or there is nothing to run again; `runIds` are the newest of its runs. */
export type RerunBatchOutcome = {
  batchId: string | null;
  /** True for the batch that an earlier call with the same key made. */
  idempotentReplay: boolean;
  count: number;
  runIds: string[];
  skipped: { reason: string; count: number }[];
};

/** Says which runs would run again, and makes the batch unless it is a dry run. The first of them starts within a second. */
export async function startRerunBatch(context: Context, input: RerunBatchInput): Promise<Outcome<RerunBatchOutcome>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = [
    ...checkText({ value: input.reason, path: ['reason'] }),
    ...checkInteger({ value: input.perMinute, path: ['perMinute'], min: 1, max: rerunBounds.perMinuteMax }),
    ...checkText({ value: input.idempotencyKey, path: ['idempotencyKey'] }),
    ...checkInteger({ value: input.expectedCount, path: ['expectedCount'], min: 0, max: rerunBounds.itemsMax }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  if (input.idempotencyKey === '' || (input.idempotencyKey ?? '').length > valueBounds.nameLengthMax) {
    const message = `an idempotency key is 1 to ${valueBounds.nameLengthMax} characters long`;
    return refuse('BAD_INPUT', message, ['idempotencyKey']);
  }
  if (input.from === 'STEP') return refuse('BAD_INPUT', 'the runs of a batch have no step in common', ['from']);
  if (input.dryRun === true) return await command(context, (tx) => make(tx, context, input));
  const work = () => hintedCommand(context, ['news'], (tx) => makeOnce(tx, context, input));
  return await (typeof input.idempotencyKey === 'string' ? throughOutage(work) : work());
}

/** With a key that was used before, the batch that was made then: what matches now is another question. */
async function makeOnce(
  tx: Transaction,
  context: Context,
  input: RerunBatchInput,
): Promise<Outcome<RerunBatchOutcome>> {
  const { idempotencyKey: key, dryRun: _, ...asked } = input;
  if (key === undefined || key === null) return await make(tx, context, input);
  const id = newId();
  const keyed = { key, entityId: id, bodyHash: bodyHashOf(asked), path: ['idempotencyKey'] };
  const claimed = await claimIdempotencyKeys(tx, 'startRerunBatch', [keyed]);
  if (!claimed.ok) return claimed;
  const earlier = claimed.value.get(id);
  return earlier === undefined ? await make(tx, context, input, id) : await madeBefore(tx, earlier);
}

async function madeBefore({ client, tenantId }: Transaction, id: string): Promise<Outcome<RerunBatchOutcome>> {
  const batch = await client.rerunBatch.findFirst({ where: { tenantId, id }, select: { total: true } });
  const items = await client.rerunItem.findMany({
    where: { tenantId, batchId: id },
    orderBy: { position: 'desc' },
    take: rerunBounds.runsShownMax,
    select: { runId: true },
  });
  const runIds = items.map(({ runId }) => runId);
  // The call before made none when nothing was to run again.
  const batchId = batch === null ? null : id;
  return done({ batchId, idempotentReplay: true, count: batch?.total ?? 0, runIds, skipped: [] });
}

async function make(
  tx: Transaction,
  context: Context,
  input: RerunBatchInput,
  id = newId(),
): Promise<Outcome<RerunBatchOutcome>> {
  const found = await findRuns(tx, { filter: input.filter, max: rerunBounds.itemsMax });
  if (!found.ok) return found;
  const { ids } = found.value;
  const from = input.from ?? 'FAILED';
  const runs = await tx.client.$queryRaw<{ id: string; state: RunState }[]>(Prisma.sql`/* read_run_states */
    select id, state::text as state
    from runs
    where tenant_id = ${tx.tenantId}::uuid and id = any(${uuidArray(ids)}::text::uuid[])`);
  const skips = new Map(runs.map(({ id, state }) => [id, skipReason(state, from)]));
  const runIds = ids.filter((id) => skips.has(id) && skips.get(id) === undefined);
  const { expectedCount } = input;
  if (typeof expectedCount === 'number' && expectedCount !== runIds.length) {
    const message = `${sayCount(expectedCount, 'run')} ${expectedCount === 1 ? 'was' : 'were'} expected to run again, now it would be ${runIds.length}: look again`;
    return refuse('VERSION_CONFLICT', message, ['expectedCount']);
  }
  const reasons = Map.groupBy(
    [...skips.values()].flatMap((reason) => reason ?? []),
    (reason) => reason,
  );
  const outcome = {
    idempotentReplay: false,
    count: runIds.length,
    runIds: runIds.slice(0, rerunBounds.runsShownMax),
    skipped: [...reasons].map(([reason, all]) => ({ reason, count: all.length })),
  };
  if (input.dryRun === true || runIds.length === 0) return done({ batchId: null, ...outcome });
  const over = await refuseOverOpenBatches(tx);
  if (over !== undefined) return over;
  // What failed first runs first.
  await store(tx, context, { ...input, id, from, runIds: runIds.toReversed() });
  return done({ batchId: id, ...outcome });
}

// What a batch leaves alone from the start. The rest is looked at when its turn comes.
function skipReason(state: RunState, from: RerunStart): string | undefined {
  if (!isSettledRun(state)) return `still ${state}`;
  return from === 'FAILED' && state === 'SUCCEEDED' ? 'SUCCEEDED: nothing of it failed' : undefined;
}

async function refuseOverOpenBatches(tx: Transaction): Promise<Outcome<never> | undefined> {
  // Two who make a batch at once are counted one after the other.
  await tx.client.$queryRaw(Prisma.sql`/* lock_rerun_batches */
    select pg_advisory_xact_lock(hashtextextended(${`rerun batches of ${tx.tenantId}`}, 0))::text`);
  const open = await tx.client.rerunBatch.count({
    where: { tenantId: tx.tenantId, state: { in: ['RUNNING', 'PAUSED'] } },
    take: rerunBounds.openBatchesMax,
  });
  if (open < rerunBounds.openBatchesMax) return undefined;
  const message = `${open} batches are open already, which is the most: let one come to its end or cancel it`;
  return refuse('LIMIT_REACHED', message, []);
}

type Storing = RerunBatchInput & { id: string; from: RerunStart; runIds: readonly string[] };

async function store(tx: Transaction, context: Context, storing: Storing): Promise<void> {
  const { tenantId, now } = tx;
  const { id, from, runIds, reason = null, version, perMinute } = storing;
  const createdBy = actorName(context.actor);
  const waiting = runIds.length;
  await tx.client.rerunBatch.create({
    data: {
      tenantId,
      id,
      state: 'RUNNING',
      startFrom: from,
      latest: version === 'LATEST',
      perMinute: perMinute ?? rerunBounds.perMinuteDefault,
      reason,
      total: waiting,
      waiting,
      createdBy,
      createdAt: now,
      nextAt: now,
      lookAt: now,
    },
  });
  await tx.client.$executeRaw(Prisma.sql`/* insert_rerun_items */
    insert into rerun_items (tenant_id, batch_id, position, run_id, state)
    select ${tenantId}::uuid, ${id}::uuid, nth, run_id, 'WAITING'
    from unnest(${uuidArray(runIds)}::text::uuid[]) with ordinality as r (run_id, nth)`);
  const counts = { waiting, running: 0, succeeded: 0, failed: 0, cancelled: 0, refused: 0 };
  await appendEvents(tx, [
    {
      type: 'rerun.created',
      entityIds: [id],
      to: 'RUNNING',
      reason: reason ?? `asked for by ${context.actor.name}`,
      actor: createdBy,
      payloads: [countsOf(counts)],
    },
  ]);
}
