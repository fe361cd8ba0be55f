/** Sends a message again now that did not get through, or that waits for the end of quiet hours. */
import { deliveryMoves, sourcesOf } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';

/** Its tries begin anew; its receiver sees the same message again, under the same id. */
export async function retryDelivery(context: Context, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['news'], async ({ client, tenantId, now }) => {
    const delivery = await client.delivery.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { state: true, channelId: true, subject: true, summaryId: true },
    });
    if (delivery === null) return refuse('NOT_FOUND', 'there is no such delivery', ['id']);
    const { state, channelId, subject, summaryId } = delivery;
    if (summaryId !== null && state === 'HELD')
      return refuse('ILLEGAL_TRANSITION', 'a summary that tells of it is on its way', ['id']);
    const channel = await client.channel.findFirst({
      where: { tenantId, id: channelId, removedAt: null },
      select: { id: true },
    });
    if (channel === null) return refuse('ILLEGAL_TRANSITION', 'its channel is gone', ['id']);
    const { count } = await client.delivery.updateMany({
      where: { tenantId, id, state: { in: sourcesOf(deliveryMoves, 'PENDING').filter((one) => one === state) } },
      data: { state: 'PENDING', dueAt: now, endedAt: null, tries: 0, summaryId: null, leaseUntil: null },
    });
    if (count === 0) return refuse('ILLEGAL_TRANSITION', `the delivery is ${state}`, ['id']);
    await appendEvents({ client, tenantId }, [
      {
        type: 'delivery.released',
        entityIds: [id],
        from: state,
        to: 'PENDING',
        actor: actorName(context.actor),
        payloads: [{ channel: publicId('channel', channelId), message: subject }],
      },
    ]);
    return done({ id });
  });
}
