/** Removes a channel that no rule tells any more. Its row stays, so that the log of deliveries can name it. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import { lockChannels } from './create-channel.ts';
import { tellChannel } from './update-channel.ts';

// Enough to find them by.
const rulesNamedMax = 3;

export async function removeChannel(context: Context, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    await lockChannels(tx);
    const channel = await client.channel.findFirst({
      where: { tenantId, id, removedAt: null },
      select: { name: true, kind: true },
    });
    if (channel === null) return refuse('NOT_FOUND', 'there is no such channel', ['id']);
    const rules = await client.notificationRule.findMany({
      where: { tenantId, removedAt: null, channelIds: { has: id } },
      select: { name: true },
      orderBy: { name: 'asc' },
      take: rulesNamedMax,
    });
    if (rules.length > 0) {
      const names = rules.map(({ name }) => `"${name}"`).join(', ');
      return refuse('ILLEGAL_TRANSITION', `it is told by the rule ${names}: change or remove that first`, ['id']);
    }
    await client.channel.updateMany({ where: { tenantId, id }, data: { removedAt: now } });
    await client.channelSecret.deleteMany({ where: { tenantId, channelId: id } });
    await tellChannel(tx, context, { type: 'channel.removed', id, ...channel });
    return done({ id });
  });
}
