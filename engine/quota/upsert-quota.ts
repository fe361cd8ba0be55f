/** Limits how much a tenant may use in a day or a month of its own calendar, or changes how much. */
import { type QuotaMeasure, type QuotaPeriod, quotaBounds } from '#domain/bounds/quota.ts';
import { periodAt, standingOf } from '#domain/quota/quota.ts';
import { type Outcome, refuseAll } from '#domain/refusal.ts';
import { checkInteger } from '#domain/value/input-checks.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { openQuotaRoom, writeRooms } from './quota-room.ts';
import type { QuotaRow } from './quota-rows.ts';
import { quotaNow, refuseToChange, takeInHand } from './quotas-in-hand.ts';

export type UpsertQuotaInput = { measure: QuotaMeasure; period: QuotaPeriod; max: number };

/**
 * The same measure and period again changes the quota, and what was used stays used: with less than that, new jobs are
 * refused from now on. A new one counts from now on. What it was warned of and holds no more may be told of again.
 */
export async function upsertQuota(context: Context, input: UpsertQuotaInput): Promise<Outcome<QuotaRow>> {
  const refused = refuseToChange(context);
  if (refused !== undefined) return refused;
  const unfit = checkInteger({ value: input.max, path: ['max'], min: 1, max: quotaBounds.amountMax });
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (begun) => {
    const { quotas, held: tx } = await takeInHand(begun);
    const { measure, period, max } = input;
    const before = quotas.find((quota) => quota.measure === measure && quota.period === period);
    const id = before === undefined ? await makeQuota(tx, input) : await resizeQuota(tx, before, max);
    const actor = actorName(context.actor);
    await appendEvents(tx, [{ type: 'quota.changed', entityIds: [id], actor, payloads: [{ measure, period, max }] }]);
    return await quotaNow(tx, id);
  });
}

async function makeQuota(tx: Transaction, { measure, period, max }: UpsertQuotaInput): Promise<string> {
  const { client, tenantId, now } = tx;
  const id = newId();
  const { timeZone } = await client.tenant.update({ where: { id: tenantId }, data: { hasQuotas: true } });
  const { beganMs, endsMs } = periodAt(period, timeZone, now.getTime());
  const endsAt = new Date(endsMs);
  const times = { beganAt: new Date(beganMs), endsAt, countsFrom: now, createdAt: now, changedAt: now };
  await client.quota.create({ data: { tenantId, id, measure, period, max, ...times } });
  await openQuotaRoom(client, tenantId);
  if (measure === 'JOBS') await writeRooms(client, [{ tenantId, period, room: max, endsAt }]);
  return id;
}

async function resizeQuota({ client, tenantId, now }: Transaction, quota: QuotaRow, max: number): Promise<string> {
  const { id, measure, period, used, endsAt } = quota;
  const standing = standingOf({ used, max });
  const stillTold = {
    warnedAt: standing === 'OPEN' ? null : quota.warnedAt,
    exhaustedAt: standing === 'EXHAUSTED' ? quota.exhaustedAt : null,
  };
  await client.quota.update({ where: { tenantId_id: { tenantId, id } }, data: { max, changedAt: now, ...stillTold } });
  if (measure === 'JOBS') await writeRooms(client, [{ tenantId, period, room: max - used, endsAt }]);
  return id;
}
