/** What was held while channels were quiet goes out: one message by itself, several as a summary. */
import { saySummary } from '#domain/notification/say-notice.ts';
import { plainBody } from '#domain/notification/webhook-body.ts';
import { type Severity, severities } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import { kindOf } from '#engine/channel/channel-rows.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import { insertDeliveries, type NewDelivery } from '#engine/notification/deliver/new-deliveries.ts';
import { eachApart, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { noticesActor } from './keep-notices.ts';

// Held messages of all channels released in one transaction.
const heldPerPassMax = 1_000;

type Held = {
  tenantId: string;
  id: string;
  channelId: string;
  subject: string;
  severity: string;
  tenant: string;
  channelKind: string;
};

type Named = { tenantId: string; id: string };

/** Releases those whose time has come; hands back how many they were. */
export async function releaseHeld(database: Database, links: { base: string }): Promise<number> {
  try {
    return await transaction(database, '', (tx) => release(tx, links));
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
    const due = await database.client.$queryRaw<Named[]>(Prisma.sql`/* find_held_deliveries */
      select tenant_id as "tenantId", id from deliveries
      where due_at <= now() and state = 'HELD' and summary_id is null
      order by due_at
      limit ${heldPerPassMax}`);
    // One that cannot be released stays held, where its tenant sees it; the others go.
    unlessLeft(await eachApart(due, (only) => transaction(database, '', (tx) => release(tx, links, only)), 'parted'));
    return 0;
  }
}

async function release(tx: Transaction, links: { base: string }, only?: readonly Named[]): Promise<number> {
  const held = await lockHeld(tx.client, only);
  const byChannel = [...Map.groupBy(held, ({ tenantId, channelId }) => `${tenantId} ${channelId}`).values()];
  // Programs have no quiet time to be spared many calls in, and a breach has a body of its own.
  const alone = byChannel.flatMap((group) => (group.length === 1 || isSlaBreach(group) ? group : []));
  await letGo(tx.client, alone);
  for (const group of byChannel) if (group.length > 1 && !isSlaBreach(group)) await sumUp(tx, { group, links });
  return held.length;
}

function isSlaBreach([first]: readonly Held[]): boolean {
  return first?.channelKind === 'SLA_BREACH';
}

async function lockHeld(client: Statements, only?: readonly Named[]): Promise<Held[]> {
  const among =
    only === undefined
      ? Prisma.empty
      : Prisma.sql`and d.id = any(${uuidArray(only.map(({ id }) => id))}::text::uuid[])`;
  return await client.$queryRaw<Held[]>(Prisma.sql`/* lock_held_deliveries */
    select d.tenant_id as "tenantId", d.id, d.channel_id as "channelId", d.subject, d.severity, t.slug as tenant, c.kind as "channelKind"
    from deliveries d
    join channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
    join tenants t on t.id = d.tenant_id
    where d.due_at <= now() and d.state = 'HELD' and d.summary_id is null ${among}
    order by d.due_at, d.id
    limit ${heldPerPassMax}
    for no key update of d skip locked`);
}

async function letGo(client: Statements, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* let_held_go */
    update deliveries d
    set state = 'PENDING', due_at = now()
    from unnest(${uuidArray(held.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(held.map(({ id }) => id))}::text::uuid[])
      as h (tenant_id, id)
    where d.tenant_id = h.tenant_id and d.id = h.id and d.state = 'HELD'`);
  await appendEvents(
    { client, tenantId: '' },
    held.map(({ tenantId, id, channelId, subject }) => ({
      tenantId,
      type: 'delivery.released',
      entityIds: [id],
      from: 'HELD',
      to: 'PENDING',
      reason: 'the quiet hours are over',
      actor: noticesActor,
      payloads: [{ channel: publicId('channel', channelId), message: subject }],
    })),
  );
}

type Summing = { group: readonly Held[]; links: { base: string } };

async function sumUp({ client, now }: Transaction, { group, links }: Summing): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { tenantId, channelId, tenant, channelKind } = first;
  const url = `${links.base.replace(/\/+$/, '')}/t/${tenant}/alerts`;
  const headlines = group.map(({ subject }) => subject.replace(`[${tenant}] `, ''));
  const message = saySummary({ headlines, count: group.length, tenant, url });
  const summary: NewDelivery = {
    tenantId,
    channel: { id: channelId, kind: kindOf(channelKind), quiet: null, timeZone: 'UTC' },
    kind: 'SUMMARY',
    severity: heaviest(group),
    ...message,
    body: plainBody({ type: 'summary', at: now, tenant, ...message, url }),
  };
  const [summaryId = ''] = await insertDeliveries(client, { deliveries: [summary], now, actor: noticesActor });
  await client.$executeRaw(Prisma.sql`/* sum_up_deliveries */
    update deliveries
    set summary_id = ${summaryId}::uuid, due_at = null
    where tenant_id = ${tenantId}::uuid and id = any(${uuidArray(group.map(({ id }) => id))}::text::uuid[]) and state = 'HELD'`);
}

function heaviest(group: readonly Held[]): Severity {
  return severities.find((severity) => group.some((one) => one.severity === severity)) ?? 'INFO';
}
