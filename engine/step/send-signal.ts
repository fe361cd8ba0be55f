/** Sends a run a signal: the first step that waits for it takes it, or the run keeps it for the next one that will. */
import { stepBounds } from '#domain/bounds/step.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { isSettledRun } from '#domain/machines.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { endOfSignal } from '#domain/step/decision.ts';
import { checkJson, checkKnownName } from '#domain/value/input-checks.ts';
import type { Json } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import { type LockedRun, lockRuns } from '#engine/run/advance/lock-runs.ts';
import { settleWaits } from '#engine/run/advance/settle-waits.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { bodyHashOf, claimIdempotencyKeys } from '#engine/store/idempotency.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type SendSignalInput = {
  run: string;
  signal: string;
  payload?: Json;
  idempotencyKey?: string | null;
};

/** `step` took it; null when it is kept. `idempotentReplay`: the key had been used, and nothing was done now. */
export type SentSignal = { runId: string; step: string | null; idempotentReplay: boolean };

/** Each signal is for one step, so that it does not matter whether it or the step comes first. */
export async function sendSignal(context: Context, input: SendSignalInput): Promise<Outcome<SentSignal>> {
  const forbidden = refuseUnless(context, 'run.operate');
  if (forbidden !== undefined) return forbidden;
  const { idempotencyKey = null, payload = null } = input;
  const unfit = [
    ...checkKnownName({ value: input.signal, path: ['signal'] }),
    ...checkJson({ value: payload, path: ['payload'], sizeBytesMax: valueBounds.payloadSizeBytesMax }),
    ...(idempotencyKey === null ? [] : checkKnownName({ value: idempotencyKey, path: ['idempotencyKey'] })),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  const actor = actorName(context.actor);
  return await hintedCommand(context, ['work', 'news', 'stop'], async (tx): Promise<Outcome<SentSignal>> => {
    const [run] = await lockRuns(tx.client, [{ tenantId: tx.tenantId, runId: input.run }]);
    if (run === undefined) return refuse('NOT_FOUND', 'there is no such run', ['run']);
    const id = newId();
    const keyed = await takeKey(tx, { ...input, payload, idempotencyKey }, id);
    if (!keyed.ok) return keyed;
    if (keyed.value) return done({ runId: run.id, step: null, idempotentReplay: true });
    if (isSettledRun(run.state))
      return refuse('ILLEGAL_TRANSITION', `the run is ${run.state}: no step of it waits any more`, ['run']);
    const sent = { id, signal: input.signal, payload, actor };
    const waiting = await findWaiting(tx, run.id, input.signal);
    if (waiting === undefined) {
      const kept = await keep(tx, run, sent);
      return kept.ok ? done({ runId: run.id, step: null, idempotentReplay: false }) : kept;
    }
    await tell(tx, run, sent, waiting.stepKey);
    const { tenantId } = tx;
    const end = endOfSignal(payload);
    const moves = await settleWaits(tx.client, [
      { tenantId, runId: run.id, step: waiting.step, end, decidedBy: actor },
    ]);
    const runs = [{ run: { ...run, eventSeq: run.eventSeq + 1 }, moves }];
    await advanceRuns(tx.client, { now: tx.now, actor, runs });
    return done({ runId: run.id, step: waiting.stepKey, idempotentReplay: false });
  });
}

type Sent = { id: string; signal: string; payload: Json; actor: string };

/** True when the key was taken before by the same call. */
async function takeKey(
  tx: Transaction,
  { run, signal, payload, idempotencyKey }: Required<SendSignalInput>,
  entityId: string,
): Promise<Outcome<boolean>> {
  if (idempotencyKey === null) return done(false);
  const bodyHash = bodyHashOf({ run, signal, payload });
  const keyed = await claimIdempotencyKeys(tx, 'sendSignal', [
    { key: idempotencyKey, entityId, bodyHash, path: ['idempotencyKey'] },
  ]);
  return keyed.ok ? done(keyed.value.has(entityId)) : keyed;
}

// One whose time is over takes nothing any more; a signal that is kept for it already is nearer.
async function findWaiting(
  tx: Transaction,
  runId: string,
  signal: string,
): Promise<{ step: number; stepKey: string } | undefined> {
  const [row] = await tx.client.$queryRaw<{ step: number; stepKey: string }[]>(Prisma.sql`/* find_waiting_step */
    select step, step_key as "stepKey"
    from run_steps
    where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and state = 'PENDING' and signal = ${signal}
      and (due_at is null or due_at > ${tx.now})
      and (
        select true from run_signals where tenant_id = ${tx.tenantId}::uuid and run_id = ${runId}::uuid and name = ${signal} limit 1
      ) is null
    order by opened_at, step
    limit 1`);
  return row;
}

async function keep(tx: Transaction, run: LockedRun, sent: Sent): Promise<Outcome<undefined>> {
  const { client, tenantId, now } = tx;
  const text = JSON.stringify(sent.payload);
  const sizeBytes = Buffer.byteLength(text);
  const [kept] = await client.$queryRaw<{ count: number; size: number }[]>(Prisma.sql`/* count_kept_signals */
    select count(*)::int as count, coalesce(sum(size_bytes), 0)::int as size
    from (
      select size_bytes from run_signals where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid limit ${stepBounds.keptSignalsMax}
    ) s`);
  const { count = 0, size = 0 } = kept ?? {};
  if (count >= stepBounds.keptSignalsMax || size + sizeBytes > stepBounds.keptSignalsSizeBytesMax) {
    const message = `the run keeps ${count} signals that no step has waited for yet, and cannot keep another one`;
    return refuse('LIMIT_REACHED', message, ['signal']);
  }
  await client.$executeRaw(Prisma.sql`/* keep_signal */
    insert into run_signals (tenant_id, id, run_id, name, payload, size_bytes, sent_by, sent_at)
    values (${tenantId}::uuid, ${sent.id}::uuid, ${run.id}::uuid, ${sent.signal}, ${text}::json, ${sizeBytes}, ${sent.actor}, ${now})`);
  await tell(tx, run, sent, null);
  await client.$executeRaw(Prisma.sql`/* count_signal_event */
    update runs set event_seq = event_seq + 1 where tenant_id = ${tenantId}::uuid and id = ${run.id}::uuid`);
  return done(undefined);
}

async function tell(tx: Transaction, run: LockedRun, { signal, actor }: Sent, stepKey: string | null): Promise<void> {
  await appendEvents(tx, [
    {
      type: 'run.signalled',
      actor,
      entityIds: [run.id],
      runId: run.id,
      seq: run.eventSeq + 1,
      payloads: [{ signal, takenBy: stepKey }],
    },
  ]);
}
