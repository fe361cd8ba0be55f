/** Makes a channel; one that signs tells its secret this once. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import { type ChannelInput, readChannel } from '#domain/channel/read-channel.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ChannelMeans, refuseWithoutMeans } from './channel-means.ts';
import { storeNewSecret } from './channel-secrets.ts';

/** `secret` is null for a channel that does not sign. */
export async function createChannel(
  context: Context,
  means: ChannelMeans,
  input: ChannelInput,
): Promise<Outcome<{ id: string; secret: string | null }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  const read = readChannel(input);
  if (!read.ok) return read;
  const unable = refuseWithoutMeans(input.kind, means);
  if (unable !== undefined) return unable;
  const { name, kind, address, quiet } = read.value;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    const refused = (await refuseName(tx, { name })) ?? (await refuseMore(tx));
    if (refused !== undefined) return refused;
    const id = newId();
    const quietColumns = {
      quietFrom: quiet?.fromMinute ?? null,
      quietTo: quiet?.toMinute ?? null,
      quietThrough: [...(quiet?.through ?? [])],
    };
    const row = { tenantId, id, name, kind, recipients: address.to, url: address.url, ...quietColumns };
    const createdBy = actorName(context.actor);
    await client.channel.createMany({ data: [{ ...row, createdBy, createdAt: now, updatedAt: now }] });
    const { sealing } = means;
    const secret =
      kind === 'EMAIL' || sealing === undefined ? null : await storeNewSecret(tx, { channelId: id, sealing });
    await appendEvents(tx, [
      { type: 'channel.created', entityIds: [id], actor: createdBy, payloads: [{ name, kind }] },
    ]);
    return done({ id, secret });
  });
}

/** Refuses a name that another channel has. Two who take it at once wait for each other. */
export async function refuseName(
  { client, tenantId }: Transaction,
  { name, id }: { name: string; id?: string },
): Promise<ReturnType<typeof refuse> | undefined> {
  await lockChannels({ client, tenantId });
  const other = await client.channel.findFirst({
    where: { tenantId, name, removedAt: null, ...(id !== undefined && { id: { not: id } }) },
    select: { id: true },
  });
  return other === null ? undefined : refuse('NAME_TAKEN', `there is a channel "${name}" already`, ['name']);
}

/** Whoever changes which channels a tenant has does so one after the other; there are few of them. */
export async function lockChannels({ client, tenantId }: Pick<Transaction, 'client' | 'tenantId'>): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_channels */ select pg_advisory_xact_lock(hashtextextended(${`channels ${tenantId}`}, 0)) is null as locked`,
  );
}

async function refuseMore({ client, tenantId }: Transaction): Promise<ReturnType<typeof refuse> | undefined> {
  const { channelsMax } = notificationBounds;
  const count = await client.channel.count({ where: { tenantId, removedAt: null }, take: channelsMax });
  return count < channelsMax ? undefined : refuse('LIMIT_REACHED', `a tenant has at most ${channelsMax} channels`);
}
