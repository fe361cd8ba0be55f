/** Puts messages on their way: one row for each channel, held where the channel is quiet just now. */
import type { ChannelKind } from '#domain/channel/read-channel.ts';
import { heldUntilMs, type QuietHours } from '#domain/notification/quiet-hours.ts';
import type { Severity } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';

export const deliveryKinds = ['FIRST', 'MORE', 'END', 'TEST', 'SUMMARY'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

/** A channel as far as a message to it depends on it. */
export type TellingChannel = { id: string; kind: ChannelKind; quiet: QuietHours | null; timeZone: string };

export type NewDelivery = {
  tenantId: string;
  channel: TellingChannel;
  kind: DeliveryKind;
  severity: Severity;
  subject: string;
  text: string;
  body: Json;
  /** Of which group it is which telling. */
  notice?: { id: string; ruleId: string; telling: number };
  /** True for what a person waits for: quiet hours do not hold it. */
  isAwaited?: boolean;
};

/** Stores them; what was told before, as the same telling to the same channel, is not told again. Hands back ids. */
export async function insertDeliveries(
  client: Statements,
  { deliveries, now, actor }: { deliveries: readonly NewDelivery[]; now: Date; actor: string },
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map((one) => rowOf(one, now));
  const inserted = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* insert_deliveries */
    insert into deliveries (tenant_id, id, channel_id, rule_id, notice_id, telling, kind, state, severity, subject, text, body, due_at, created_at)
    select tenant_id, id, channel_id, rule_id, notice_id, telling, kind, state::delivery_state, severity, subject, text, body, due_at, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as d (tenant_id uuid, id uuid, channel_id uuid, rule_id uuid, notice_id uuid, telling int,
      kind text, state text, severity text, subject text, text text, body json, due_at timestamptz)
    order by tenant_id, id
    on conflict do nothing
    returning id`);
  const stored = new Set(inserted.map(({ id }) => id));
  const kept = rows.filter(({ id }) => stored.has(id));
  await appendEvents(
    { client, tenantId: '' },
    kept.map(
      (row): NewEvent => ({
        tenantId: row.tenant_id,
        type: 'delivery.made',
        entityIds: [row.id],
        to: row.state,
        actor,
        payloads: [{ channel: publicId('channel', row.channel_id), message: row.subject }],
      }),
    ),
  );
  return kept.map(({ id }) => id);
}

function rowOf(delivery: NewDelivery, now: Date) {
  const { tenantId, channel, kind, severity, subject, text, body, notice, isAwaited = false } = delivery;
  const heldMs = isAwaited
    ? undefined
    : heldUntilMs(channel.quiet, { severity, timeZone: channel.timeZone, atMs: now.getTime() });
  return {
    tenant_id: tenantId,
    id: newId(),
    channel_id: channel.id,
    rule_id: notice?.ruleId ?? null,
    notice_id: notice?.id ?? null,
    telling: notice?.telling ?? null,
    kind,
    state: heldMs === undefined ? 'PENDING' : 'HELD',
    severity,
    subject,
    text,
    body,
    due_at: heldMs === undefined ? now : new Date(heldMs),
  };
}
