/** A tenant's cap on waiting jobs, held at every instant: whoever makes jobs wait takes room for them first. */
import { type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import type { Context } from '#engine/store/context.ts';
import { codesOf } from '#engine/store/faults.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { type Counted, countRoom, lockRoom, shareQueuedCaps, takeRoom } from './queued-room.ts';

// A lock that was not to be had within the time of the session is had by somebody who is about to commit.
const busyRetryMs = 1_000;

/** What ends a transaction that asked for room and got none. */
class NoRoom extends Error {
  readonly why: 'used up' | 'busy';
  readonly more: number;
  readonly path: string[];
  constructor(why: 'used up' | 'busy', { more, path }: { more: number; path: string[] }) {
    super(`no room for waiting jobs: ${why}`);
    this.why = why;
    this.more = more;
    this.path = path;
  }
}

/**
 * Has all of the tenant's room in hand until the transaction ends, if it has a cap. Whoever will also lock runs or jobs
 * comes here first: the tenant, then its runs, then its jobs is the order in which everybody locks.
 */
export async function lockQueuedRoom(tx: Transaction): Promise<void> {
  await unlessBusy({ more: 0, path: [] }, async () => {
    await shareQueuedCaps(tx.client, [tx.tenantId]);
    await lockRoom(tx.client, tx.tenantId);
  });
}

/**
 * Takes room for so many more jobs, in work that `countingRoom` does: where there is none, the transaction ends here. Says
 * whether the tenant has quotas, too.
 */
export async function takeQueuedRoom(
  tx: Transaction,
  more: number,
  path = ['jobs'],
): Promise<{ hasQuotas: boolean; hasCap: boolean }> {
  if (more === 0) return { hasQuotas: false, hasCap: false };
  const { isTaken, ...limits } = await unlessBusy({ more, path }, async () => {
    await shareQueuedCaps(tx.client, [tx.tenantId]);
    return await takeRoom(tx.client, tx.tenantId, more);
  });
  if (!isTaken) throw new NoRoom('used up', { more, path });
  return limits;
}

/**
 * Does work that takes room. When there was none, the tenant's jobs are counted and the work is done once more before it
 * is refused. What took long to count is not counted again at once; the refusal says so, and until when.
 */
export async function countingRoom<T>(
  context: Pick<Context, 'database' | 'tenantId'>,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const first = await unlessNoRoom(work);
  if (!(first instanceof NoRoom)) return first;
  if (first.why === 'busy') return refuseBusy(first);
  const counted = await unlessNoRoom(() => count(context, first));
  if (counted instanceof NoRoom) return refuseBusy(counted);
  const second = await unlessNoRoom(work);
  if (!(second instanceof NoRoom)) return second;
  return second.why === 'busy' ? refuseBusy(second) : refuseOver(second, counted);
}

async function count({ database, tenantId }: Pick<Context, 'database' | 'tenantId'>, wanted: NoRoom): Promise<Counted> {
  return await transaction(database, tenantId, (tx) =>
    unlessBusy(wanted, async () => {
      await shareQueuedCaps(tx.client, [tenantId]);
      return await countRoom(tx.client, tenantId);
    }),
  );
}

async function unlessBusy<T>(wanted: { more: number; path: string[] }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    if (codesOf(fault).includes('55P03')) throw new NoRoom('busy', wanted);
    throw fault;
  }
}

async function unlessNoRoom<T>(work: () => Promise<T>): Promise<T | NoRoom> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof NoRoom) return fault;
    throw fault;
  }
}

function refuseBusy({ path }: NoRoom): Outcome<never> {
  const message = 'many make jobs of this tenant at once, and its cap on waiting jobs is being counted: try again';
  return refuseAll([{ code: 'LIMIT_REACHED', message, path, retryAfterMs: busyRetryMs }]);
}

function refuseOver({ more, path }: NoRoom, { cap, waiting, againInMs }: Counted): Outcome<never> {
  const message = `the tenant may have ${cap} waiting jobs, has ${waiting} and was given ${more} more`;
  if (againInMs <= 0) return refuse('LIMIT_REACHED', message, path);
  const since = `; counting them takes long, so what has begun since is seen in ${againInMs} ms`;
  return refuseAll([{ code: 'LIMIT_REACHED', message: message + since, path, retryAfterMs: againInMs }]);
}
