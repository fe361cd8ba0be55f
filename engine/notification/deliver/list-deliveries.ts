/** The log of what was sent, or could not be. */
import type { DeliveryState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A message on its way through a channel. */
export type DeliveryRow = {
  id: string;
  channelId: string;
  ruleId: string | null;
  noticeId: string | null;
  kind: string;
  state: DeliveryState;
  severity: string;
  subject: string;
  text: string;
  tries: number;
  dueAt: Date | null;
  answer: string | null;
  error: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

const columns = {
  id: true,
  channelId: true,
  ruleId: true,
  noticeId: true,
  kind: true,
  state: true,
  severity: true,
  subject: true,
  text: true,
  tries: true,
  dueAt: true,
  answer: true,
  error: true,
  createdAt: true,
  endedAt: true,
};

type Request = PageRequest & { states?: readonly DeliveryState[] | null; channelId?: string | null };

/** A page of them, the newest first. */
export async function listDeliveries(context: Context, request: Request): Promise<Outcome<Connection<DeliveryRow>>> {
  const refused = refuseUnless(context, 'tenant.manage');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  const { states, channelId } = request;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const where = {
      tenantId,
      ...(states === undefined || states === null ? {} : { state: { in: [...states] } }),
      ...(typeof channelId === 'string' && { channelId }),
    };
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.delivery.findMany({
          where: { ...where, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: columns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.delivery.count({ where, take }),
      keyOf: (delivery) => delivery.id,
    });
    return done(connection);
  });
}

/** Deliveries by id. */
export async function loadDeliveries(context: Context, ids: readonly string[]): Promise<Map<string, DeliveryRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.delivery.findMany({ where: { tenantId, id: { in: wanted } }, select: columns }),
    keyOf: (delivery) => delivery.id,
  });
}

/** Who was told of an alert and when: by name of the channel, for everybody who reads alerts. */
export type TellingRow = { channel: string; kind: string; state: DeliveryState; createdAt: Date; endedAt: Date | null };

// The latest tellings of an alert: whoever wants them all asks the log of deliveries.
export const tellingsShownMax = 20;

/** Tellings by the id of the alert, the newest first. */
export async function loadTellings(context: Context, ids: readonly string[]): Promise<Map<string, TellingRow[]>> {
  const rows = await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<{ alertId: string; tellings: StoredTelling[] | null }[]>(Prisma.sql`/* load_tellings */
        select w.id as "alertId", (
          select json_agg(json_build_object('channel', t.name, 'kind', t.kind, 'state', t.state, 'createdAt', t.created_at, 'endedAt', t.ended_at)
            order by t.id desc)
          from (
            select d.id, c.name, d.kind, d.state, d.created_at, d.ended_at
            from notice_alerts n
            join deliveries d on d.tenant_id = n.tenant_id and d.notice_id = n.notice_id
            join channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
            where n.tenant_id = ${tenantId}::uuid and n.alert_id = w.id
            order by d.id desc
            limit ${tellingsShownMax}
          ) t
        ) as tellings
        from unnest(${uuidArray(wanted)}::text::uuid[]) as w (id)`),
    keyOf: ({ alertId }) => alertId,
  });
  return new Map([...rows].map(([id, { tellings }]) => [id, (tellings ?? []).map(tellingOf)]));
}

type StoredTelling = Omit<TellingRow, 'createdAt' | 'endedAt'> & { createdAt: string; endedAt: string | null };

function tellingOf({ createdAt, endedAt, ...telling }: StoredTelling): TellingRow {
  return { ...telling, createdAt: new Date(createdAt), endedAt: endedAt === null ? null : new Date(endedAt) };
}
