/** What every act on failures has in common: who may, which ones, the guarded change, and an event for each of them. */
import { failureBounds } from '#domain/bounds/failure.ts';
import type { EventPayload } from '#domain/event-catalogue.ts';
import { type FailureState, failureMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

type FailureEvent =
  | 'failure.acknowledged'
  | 'failure.assigned'
  | 'failure.snoozed'
  | 'failure.commented'
  | 'failure.resolved'
  | 'failure.reopened'
  | 'failure.rerun'
  | 'failure.discarded';

/** A change of failures; what is absent stays. */
export type FailureChange = {
  type: FailureEvent;
  /** The state that they get; those that have it already stay as they are, unless `isAgain`. */
  to?: FailureState;
  isAgain?: boolean;
  reason?: string | null;
  /** Null takes the owner away. */
  assigneeId?: string | null;
  /** Only those that have no owner get this one. */
  isIfUnowned?: boolean;
  snoozedUntil?: Date;
  payload?: EventPayload<FailureEvent>;
};

/** Which failures, and why. */
export type FailuresAct = { ids: readonly string[]; reason?: string | null };

/** Acts on every failure of the list or on none; `change` may look around in the transaction first. */
export async function actOnFailures(
  context: Context,
  { ids, reason }: FailuresAct,
  change: (tx: Transaction) => Promise<Outcome<FailureChange>>,
): Promise<Outcome<{ ids: string[] }>> {
  const forbidden = refuseUnless(context, 'failure.operate');
  if (forbidden !== undefined) return forbidden;
  const unfit = [...checkIds(ids), ...checkText({ value: reason, path: ['reason'] })];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (tx) => {
    const wanted = await change(tx);
    if (!wanted.ok) return wanted;
    const locked = await lockFailures(tx, ids);
    if (!locked.ok) return locked;
    const illegal = ids.flatMap((id, n) => refuseMove(locked.value.get(id), wanted.value, ['ids', String(n)]));
    if (illegal.length > 0) return refuseAll(illegal);
    await changeFailures(tx, { ids: [...locked.value.keys()], change: wanted.value, actor: actorName(context.actor) });
    return done({ ids: [...ids] });
  });
}

function checkIds(ids: readonly string[]): Refusal[] {
  const { failuresPerCallMax } = failureBounds;
  if (ids.length === 0) return [{ code: 'BAD_INPUT', message: 'there is no failure in the list', path: ['ids'] }];
  if (ids.length <= failuresPerCallMax) return [];
  return [{ code: 'TOO_LARGE', message: `at most ${failuresPerCallMax} failures go into one call`, path: ['ids'] }];
}

/** Locks failures in id order, as everybody does. All or nothing: an unknown or foreign id refuses the call at its place. */
export async function lockFailures(
  tx: Transaction,
  ids: readonly string[],
  pathOf: (nth: number) => string[] = (nth) => ['ids', String(nth)],
): Promise<Outcome<Map<string, FailureState>>> {
  const rows = await tx.client.$queryRaw<{ id: string; state: FailureState }[]>(Prisma.sql`/* lock_failures */
    select id, state::text as state
    from failures
    where tenant_id = ${tx.tenantId}::uuid and id = any(${[...new Set(ids)]}::uuid[])
    order by id
    for update`);
  const found = new Map(rows.map(({ id, state }) => [id, state]));
  const refusals = ids.flatMap((id, nth): Refusal[] =>
    found.has(id) ? [] : [{ code: 'NOT_FOUND', message: 'there is no such failure', path: pathOf(nth) }],
  );
  return refusals.length > 0 ? refuseAll(refusals) : done(found);
}

function refuseMove(state: FailureState | undefined, { to }: FailureChange, path: string[]): Refusal[] {
  if (state === undefined || to === undefined || state === to || failureMoves[state][to] !== undefined) return [];
  const refused = refuse('ILLEGAL_TRANSITION', `the failure is ${state}: reopen it first`, path);
  return refused.refusals;
}

type Changing = { ids: readonly string[]; change: FailureChange; actor: string };
type Changed = { id: string; was: FailureState; state: FailureState; event_id: string };

/** Changes failures that are locked, and tells the log of each. */
export async function changeFailures(tx: Transaction, { ids, change, actor }: Changing): Promise<void> {
  const { type, to, isAgain = false, reason = null, assigneeId, isIfUnowned = false, snoozedUntil } = change;
  const isMove = to !== undefined;
  const sources = to === undefined ? [] : [...sourcesOf(failureMoves, to), ...(isAgain ? [to] : [])];
  const setsOwner = assigneeId !== undefined;
  const changed = await tx.client.$queryRaw<Changed[]>(Prisma.sql`/* change_failures */
    with before as materialized (
      select id, state
      from failures
      where tenant_id = ${tx.tenantId}::uuid and id = any(${[...ids]}::uuid[])
    )
    update failures f
    set state = case when ${isMove} then ${to ?? 'OPEN'}::text::failure_state else f.state end,
      assignee_id = case when ${setsOwner} and not (${isIfUnowned} and f.assignee_id is not null) then ${assigneeId ?? null}::uuid else f.assignee_id end,
      snoozed_until = case when ${isMove} then ${snoozedUntil ?? null}::timestamptz else f.snoozed_until end,
      resolved_at = case when not ${isMove} then f.resolved_at when ${to === 'RESOLVED'} then now() end,
      reason = case when not ${isMove} then f.reason when ${to === 'RESOLVED'} then ${reason} end,
      event_ids = f.event_ids[greatest(1, cardinality(f.event_ids) - ${failureBounds.actsKeptMax - 2}::int):] || nextval('events_id_seq')
    from before b
    where f.tenant_id = ${tx.tenantId}::uuid and f.id = b.id
      and (not ${isMove} or f.state = any(${arrayOf(sources)}::text::failure_state[]))
    returning f.id, b.state::text as was, f.state::text as state, f.event_ids[cardinality(f.event_ids)]::text as event_id`);
  await appendEvents(
    tx,
    changed.map(({ id, was, state, event_id: eventId }) => {
      const own = { id: BigInt(eventId), entityIds: [id], actor, reason };
      const move = isMove ? { from: was, to: state } : {};
      return { ...own, ...move, type, payloads: change.payload === undefined ? null : [change.payload] };
    }),
  );
}
