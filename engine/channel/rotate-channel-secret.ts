/** Gives a channel that signs another secret. For a day both sign, so that its receiver can change over in between. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { hintedCommand } from '#engine/store/command.ts';
import type { Context } from '#engine/store/context.ts';
import { type ChannelMeans, refuseWithoutMeans } from './channel-means.ts';
import { kindOf } from './channel-rows.ts';
import { storeNewSecret } from './channel-secrets.ts';
import { lockChannels } from './create-channel.ts';
import { tellChannel } from './update-channel.ts';

export async function rotateChannelSecret(
  context: Context,
  means: ChannelMeans,
  { id }: { id: string },
): Promise<Outcome<{ id: string; secret: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId } = tx;
    await lockChannels(tx);
    const channel = await client.channel.findFirst({
      where: { tenantId, id, removedAt: null },
      select: { name: true, kind: true },
    });
    if (channel === null) return refuse('NOT_FOUND', 'there is no such channel', ['id']);
    if (channel.kind === 'EMAIL') return refuse('UNSUPPORTED', 'mail is not signed: the channel has no secret', ['id']);
    const { sealing } = means;
    const unable = refuseWithoutMeans(kindOf(channel.kind), means);
    if (sealing === undefined || unable !== undefined) return unable ?? refuse('UNSUPPORTED', 'nothing to seal with');
    const secret = await storeNewSecret(tx, { channelId: id, sealing });
    await tellChannel(tx, context, { type: 'channel.secret-rotated', id, ...channel });
    return done({ id, secret });
  });
}
