/** Takes a quota away: from then on it limits nothing, and what it had counted is forgotten. */
import { done, type Outcome } from '#domain/refusal.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { closeQuotaAlert } from './close-quota-alert.ts';
import { writeRooms } from './quota-room.ts';
import { quotaOfId, refuseToChange, takeInHand } from './quotas-in-hand.ts';

export async function deleteQuota(context: Context, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  const refused = refuseToChange(context);
  if (refused !== undefined) return refused;
  return await hintedCommand(context, ['news'], async (begun) => {
    const { quotas, held: tx } = await takeInHand(begun);
    const found = quotaOfId(quotas, id);
    if (!found.ok) return found;
    const { client, tenantId } = tx;
    const { measure, period, max, endsAt, alertId } = found.value;
    const actor = actorName(context.actor);
    await client.quota.delete({ where: { tenantId_id: { tenantId, id } } });
    if (measure === 'JOBS') await writeRooms(client, [{ tenantId, period, room: null, endsAt }]);
    if (quotas.length === 1) {
      await client.quotaRoom.deleteMany({ where: { tenantId } });
      await client.tenant.update({ where: { id: tenantId }, data: { hasQuotas: false } });
    }
    await closeQuotaAlert(tx, { alertId, actor, reason: 'the quota was removed' });
    await appendEvents(tx, [{ type: 'quota.removed', entityIds: [id], actor, payloads: [{ measure, period, max }] }]);
    return done({ id });
  });
}
