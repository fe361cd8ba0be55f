/** Begins the counting of a quota anew within its period, by hand and for a reason. */
import { type Outcome, refuseAll } from '#domain/refusal.ts';
import { checkName, checkText } from '#domain/value/input-checks.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { closeQuotaAlert } from './close-quota-alert.ts';
import { writeRooms } from './quota-room.ts';
import type { QuotaRow } from './quota-rows.ts';
import { quotaNow, quotaOfId, refuseToChange, takeInHand } from './quotas-in-hand.ts';

/** Nothing of it is used from then on, and it is told of again when it is used up once more. The period ends as before. */
export async function resetQuota(context: Context, input: { id: string; reason: string }): Promise<Outcome<QuotaRow>> {
  const refused = refuseToChange(context);
  if (refused !== undefined) return refused;
  const { id, reason } = input;
  const unfit = [
    ...checkText({ value: reason, path: ['reason'] }),
    ...(reason.trim() === '' ? checkName({ value: reason, path: ['reason'] }) : []),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  return await hintedCommand(context, ['news'], async (begun) => {
    const { quotas, held: tx } = await takeInHand(begun);
    const found = quotaOfId(quotas, id);
    if (!found.ok) return found;
    const { client, tenantId, now } = tx;
    const { measure, period, max, used, endsAt, alertId } = found.value;
    const actor = actorName(context.actor);
    await client.quota.update({
      where: { tenantId_id: { tenantId, id } },
      data: { usedMs: 0n, countsFrom: now, resetAt: now, warnedAt: null, exhaustedAt: null, alertId: null },
    });
    if (measure === 'JOBS') await writeRooms(client, [{ tenantId, period, room: max, endsAt }]);
    await closeQuotaAlert(tx, { alertId, actor, reason: 'the quota was reset' });
    const payloads = [{ measure, period, max, used }];
    await appendEvents(tx, [{ type: 'quota.reset', entityIds: [id], reason, actor, payloads }]);
    return await quotaNow(tx, id);
  });
}
