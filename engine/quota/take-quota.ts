/** What new jobs take of the quotas of their tenant, when it was not taken by the statement that stores them. */
import { hasRoomFor, sayExceeded } from '#domain/quota/quota.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { shareQueuedCaps } from '#engine/queue/queued-room.ts';
import type { Statements } from '#engine/store/database.ts';
import { codesOf } from '#engine/store/faults.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { openPeriods } from './open-periods.ts';
import { lockQuotaRoom, writeRooms } from './quota-room.ts';
import { type QuotaRow, readQuotas } from './quota-rows.ts';

// A lock that was not to be had within the time of the session is had by somebody who is about to commit.
const busyRetryMs = 1_000;

/** Takes room for so many more jobs, or says which quota has none; a run takes one place, that of its first step. */
export async function takeQuota(
  { client, tenantId, now }: Transaction,
  more: number,
  path: string[],
): Promise<Outcome<undefined>> {
  if (more === 0) return done(undefined);
  return await unlessBusy(path, async () => {
    const quotas = await holdQuotas(client, [tenantId], now);
    const full = quotas.filter((quota) => !hasRoomFor(quota, more));
    if (full.length > 0) return refuseAll(full.map((quota) => refusalOf(quota, { more, path, now })));
    await writeTaken(client, quotas, () => more);
    return done(undefined);
  });
}

/** What is read of the quotas in a later statement stays true until the transaction ends: whoever changes them waits. */
export async function shareQuotas({ client, tenantId }: Transaction, path: string[]): Promise<Outcome<undefined>> {
  return await unlessBusy(path, async () => {
    await shareQueuedCaps(client, [tenantId]);
    return done(undefined);
  });
}

async function unlessBusy(path: string[], work: () => Promise<Outcome<undefined>>): Promise<Outcome<undefined>> {
  try {
    return await work();
  } catch (fault) {
    if (!codesOf(fault).includes('55P03')) throw fault;
    const message = 'many make jobs of this tenant at once, and its quotas are being counted: try again';
    return refuseAll([{ code: 'LIMIT_REACHED', message, path, retryAfterMs: busyRetryMs }]);
  }
}

/** The quotas of these tenants as they are now; nobody takes of them until the transaction ends. */
export async function holdQuotas(client: Statements, tenantIds: readonly string[], now: Date): Promise<QuotaRow[]> {
  const limited = await lockQuotaRoom(client, tenantIds);
  // The next statement sees these rows as whoever had them left them.
  return limited.length === 0 ? [] : await openPeriods(client, await readQuotas(client, limited), now);
}

/** Writes what was taken of quotas that are in hand. */
export async function writeTaken(
  client: Statements,
  quotas: readonly QuotaRow[],
  takenOf: (quota: QuotaRow) => number,
): Promise<void> {
  await writeRooms(
    client,
    quotas.flatMap((quota) => {
      const { measure, tenantId, period, max, used, endsAt } = quota;
      const more = takenOf(quota);
      return measure === 'JOBS' && more !== 0 ? [{ tenantId, period, room: max - used - more, endsAt }] : [];
    }),
  );
}

function refusalOf(quota: QuotaRow, { more, path, now }: { more: number; path: string[]; now: Date }): Refusal {
  const { measure, period, max, used, endsAt: resetsAt } = quota;
  const exceeded = { measure, period, max, used, resetsAt };
  const retryAfterMs = Math.max(0, resetsAt.getTime() - now.getTime());
  return { code: 'QUOTA_EXCEEDED', message: sayExceeded(exceeded, more), path, retryAfterMs, quota: exceeded };
}
