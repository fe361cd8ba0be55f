/** Channels as the read side hands them out: never with what they sign with. */
import { type ChannelKind, channelKinds } from '#domain/channel/read-channel.ts';
import type { QuietHours } from '#domain/notification/quiet-hours.ts';
import { severities } from '#domain/sla/alert-kinds.ts';
import { assert } from '#domain/unreachable.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type ChannelRow = {
  id: string;
  name: string;
  kind: ChannelKind;
  recipients: string[];
  url: string | null;
  quiet: QuietHours | null;
  paused: boolean;
  createdBy: string;
  createdAt: Date;
  removedAt: Date | null;
  /** Since when the present secret signs, and until when the one before signs beside it. */
  secretSince: Date | null;
  previousSecretEndsAt: Date | null;
};

type Stored = Omit<ChannelRow, 'kind' | 'quiet'> & {
  kind: string;
  quietFrom: number | null;
  quietTo: number | null;
  quietThrough: string[];
};

/** The channels of a condition on `c`, by name. */
export async function readChannels(
  client: Statements,
  { where, limit }: { where: Prisma.Sql; limit: number },
): Promise<ChannelRow[]> {
  const rows = await client.$queryRaw<Stored[]>(Prisma.sql`/* read_channels */
    select c.id, c.name, c.kind, c.recipients, c.url, c.quiet_from as "quietFrom", c.quiet_to as "quietTo",
      c.quiet_through as "quietThrough", c.paused, c.created_by as "createdBy", c.created_at as "createdAt",
      c.removed_at as "removedAt", s.created_at as "secretSince", p.ends_at as "previousSecretEndsAt"
    from channels c
    left join lateral (
      select created_at from channel_secrets where tenant_id = c.tenant_id and channel_id = c.id and ends_at is null limit 1
    ) s on true
    left join lateral (
      select max(ends_at) as ends_at from channel_secrets where tenant_id = c.tenant_id and channel_id = c.id and ends_at > now()
    ) p on true
    where ${where}
    order by c.name
    limit ${limit}`);
  return rows.map(({ kind, quietFrom, quietTo, quietThrough, ...row }) => ({
    ...row,
    kind: kindOf(kind),
    quiet: quietOf({ quietFrom, quietTo, quietThrough }),
  }));
}

/** The quiet hours of a stored channel. */
export function quietOf(stored: Pick<Stored, 'quietFrom' | 'quietTo' | 'quietThrough'>): QuietHours | null {
  const { quietFrom, quietTo, quietThrough } = stored;
  if (quietFrom === null || quietTo === null) return null;
  const through = severities.filter((severity) => quietThrough.includes(severity));
  return { fromMinute: quietFrom, toMinute: quietTo, through };
}

/** The kind of a stored channel; the table knows no other. */
export function kindOf(stored: string): ChannelKind {
  const kind = channelKinds.find((one) => one === stored);
  assert(kind !== undefined, 'the kind of a channel is known');
  return kind;
}
