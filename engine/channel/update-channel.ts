/** Changes a channel: what it is called, where it leads, when it is quiet, and whether anything goes through it. */
import { type ChannelAddress, readAddress } from '#domain/channel/read-channel.ts';
import { parseQuietHours, type QuietHours } from '#domain/notification/quiet-hours.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { hintedCommand } from '#engine/store/command.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { kindOf } from './channel-rows.ts';
import { refuseName } from './create-channel.ts';

/** What is absent stays as it is; `quietHours: null` ends them. */
export type UpdateChannelInput = {
  id: string;
  name?: string | null;
  to?: readonly string[] | null;
  url?: string | null;
  quietHours?: unknown;
  paused?: boolean | null;
};

export async function updateChannel(context: Context, input: UpdateChannelInput): Promise<Outcome<{ id: string }>> {
  const forbidden = refuseUnless(context, 'tenant.manage');
  if (forbidden !== undefined) return forbidden;
  const { id, name } = input;
  return await hintedCommand(context, ['news'], async (tx) => {
    const { client, tenantId, now } = tx;
    const channel = await client.channel.findFirst({
      where: { tenantId, id, removedAt: null },
      select: { name: true, kind: true, recipients: true, url: true },
    });
    if (channel === null) return refuse('NOT_FOUND', 'there is no such channel', ['id']);
    const kind = kindOf(channel.kind);
    const read = readChange(input, { ...channel, kind });
    if (!read.ok) return read;
    const { address, quiet } = read.value;
    const taken = typeof name === 'string' ? await refuseName(tx, { name, id }) : undefined;
    if (taken !== undefined) return taken;
    await client.channel.updateMany({
      where: { tenantId, id },
      data: {
        recipients: address.to,
        url: address.url,
        updatedAt: now,
        ...(typeof name === 'string' && { name }),
        ...(typeof input.paused === 'boolean' && { paused: input.paused }),
        ...(quiet !== undefined && {
          quietFrom: quiet?.fromMinute ?? null,
          quietTo: quiet?.toMinute ?? null,
          quietThrough: [...(quiet?.through ?? [])],
        }),
      },
    });
    await tellChannel(tx, context, { type: 'channel.updated', id, name: name ?? channel.name, kind });
    return done({ id });
  });
}

type Known = { kind: ReturnType<typeof kindOf>; recipients: string[]; url: string | null };

function readChange(
  input: UpdateChannelInput,
  { kind, recipients, url }: Known,
): Outcome<{ address: ChannelAddress; quiet: QuietHours | null | undefined }> {
  const refusals: Refusal[] = typeof input.name === 'string' ? checkName({ value: input.name, path: ['name'] }) : [];
  const to = input.to ?? (kind === 'EMAIL' ? recipients : undefined);
  const address = readAddress(kind, { to: to ?? null, url: input.url ?? url });
  const quiet = parseQuietHours(input.quietHours, ['quietHours']);
  if (!address.ok) refusals.push(...address.refusals);
  if (!quiet.ok) refusals.push(...quiet.refusals);
  if (!address.ok || !quiet.ok || refusals.length > 0) return refuseAll(refusals);
  return done({ address: address.value, quiet: input.quietHours === undefined ? undefined : quiet.value });
}

type ChannelNews = {
  type: 'channel.updated' | 'channel.secret-rotated' | 'channel.removed';
  id: string;
  name: string;
  kind: string;
};

/** Logs what a person did to a channel. */
export async function tellChannel(
  tx: Transaction,
  { actor }: Pick<Context, 'actor'>,
  { type, id, name, kind }: ChannelNews,
): Promise<void> {
  await appendEvents(tx, [{ type, entityIds: [id], actor: actorName(actor), payloads: [{ name, kind }] }]);
}
