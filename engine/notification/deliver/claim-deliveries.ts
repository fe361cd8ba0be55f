/** Takes messages that are due, for one sender at a time, and one for each channel: a slow one holds up no other. */
import type { ChannelKind } from '#domain/channel/read-channel.ts';
import type { QuietHours } from '#domain/notification/quiet-hours.ts';
import type { Json } from '#domain/value/json.ts';
import { kindOf, quietOf } from '#engine/channel/channel-rows.ts';
import type { Database } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// Longer than any sending may take: when it has run out, whoever sent is gone, and somebody else sends it again.
const sendLeaseMs = 60_000;
const sealedMax = 2;

// In the words of the index: waiting messages are found channel by channel.
const isWaiting = Prisma.raw("state in ('PENDING', 'FAILED')");

/** A message in hand; every write about it carries the fence. */
export type ClaimedDelivery = {
  tenantId: string;
  id: string;
  channelId: string;
  noticeId: string | null;
  fence: number;
  /** When it was claimed, by the clock of the database. */
  claimedAt: Date;
  /** This try included. */
  tries: number;
  kind: string;
  severity: string;
  subject: string;
  text: string;
  body: Json;
  channelKind: ChannelKind;
  recipients: string[];
  url: string | null;
  quiet: QuietHours | null;
  timeZone: string;
  /** False when its channel is gone. */
  isChannelThere: boolean;
  /** The secrets that sign, the present one first, as they are stored. */
  sealed: Uint8Array[];
};

type Stored = Omit<ClaimedDelivery, 'channelKind' | 'quiet' | 'sealed'> & {
  channelKind: string;
  quietFrom: number | null;
  quietTo: number | null;
  quietThrough: string[];
  sealed: Uint8Array[] | null;
};

/** Claims at most so many, of channels that are not among these. Paused channels keep theirs until they go on. */
export async function claimDeliveries(
  database: Database,
  { slots, without = [] }: { slots: number; without?: readonly string[] },
): Promise<ClaimedDelivery[]> {
  if (slots <= 0) return [];
  const rows = await database.client.$queryRaw<Stored[]>(Prisma.sql`/* claim_deliveries */
    with recursive waiting (channel_id) as (
      (select channel_id from deliveries where ${isWaiting} order by channel_id limit 1)
      union all
      select (select d.channel_id from deliveries d where d.${isWaiting} and d.channel_id > w.channel_id order by d.channel_id limit 1)
      from waiting w
      where w.channel_id is not null
    ),
    due as materialized (
      select d.*
      from waiting w
      join channels c on c.id = w.channel_id
      cross join lateral (
        select tenant_id, id, due_at
        from deliveries
        where channel_id = c.id and ${isWaiting} and due_at <= now() and (lease_until is null or lease_until <= now())
          and (kind = 'TEST' or not c.paused or c.removed_at is not null)
        order by due_at
        limit 1
      ) d
      where w.channel_id <> all(${uuidArray(without)}::text::uuid[])
    ),
    locked as (
      select l.*
      from (select * from due order by due_at limit ${slots}) d
      cross join lateral (
        select x.tenant_id, x.id
        from deliveries x
        where x.tenant_id = d.tenant_id and x.id = d.id and x.${isWaiting} and (x.lease_until is null or x.lease_until <= now())
        for no key update skip locked
      ) l
    ),
    claimed as (
      update deliveries d
      set fence = d.fence + 1, tries = d.tries + 1, lease_until = now() + ${sendLeaseMs} * interval '1 millisecond'
      from locked l
      where d.tenant_id = l.tenant_id and d.id = l.id
      returning d.*
    )
    select d.tenant_id as "tenantId", d.id, d.channel_id as "channelId", d.notice_id as "noticeId", d.fence, now() as "claimedAt", d.tries::int as tries, d.kind, d.severity,
      d.subject, d.text, d.body, c.kind as "channelKind", c.recipients, c.url, c.quiet_from as "quietFrom", c.quiet_to as "quietTo",
      c.quiet_through as "quietThrough", t.time_zone as "timeZone", c.removed_at is null as "isChannelThere",
      (
        select array_agg(s.sealed order by s.ends_at desc nulls first)
        from (
          select sealed, ends_at from channel_secrets
          where tenant_id = d.tenant_id and channel_id = d.channel_id and (ends_at is null or ends_at > now())
          order by ends_at desc nulls first
          limit ${sealedMax}
        ) s
      ) as sealed
    from claimed d
    join channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
    join tenants t on t.id = d.tenant_id
    order by d.due_at, d.id`);
  return rows.map(({ channelKind, quietFrom, quietTo, quietThrough, sealed, ...row }) => ({
    ...row,
    channelKind: kindOf(channelKind),
    quiet: quietOf({ quietFrom, quietTo, quietThrough }),
    sealed: sealed ?? [],
  }));
}
