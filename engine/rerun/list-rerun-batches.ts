/** Batches of reruns, the newest first, and what became of their runs. */
import { rerunBounds } from '#domain/bounds/run.ts';
import type { RerunItemState } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type BatchItemRow, type BatchRow, batchColumns, itemColumns } from './batch-rows.ts';

/** A page of the batches; those with these ids when some are named. */
export async function listRerunBatches(
  context: Context,
  request: PageRequest & { ids?: readonly string[] | null },
): Promise<Outcome<Connection<BatchRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request);
  if (!page.ok) return page;
  const { ids } = request;
  const named = ids === undefined || ids === null ? Prisma.empty : Prisma.sql`and id = any(${[...ids]}::uuid[])`;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.$queryRaw<BatchRow[]>(Prisma.sql`/* list_rerun_batches */
          select ${batchColumns}
          from rerun_batches
          where tenant_id = ${tx.tenantId}::uuid ${named} ${after === undefined ? Prisma.empty : Prisma.sql`and id < ${after}::uuid`}
          order by id desc
          limit ${take}`),
      count: (take) =>
        tx.client.rerunBatch.count({
          where: { tenantId: tx.tenantId, ...(ids === undefined || ids === null ? {} : { id: { in: [...ids] } }) },
          take,
        }),
      keyOf: (batch) => batch.id,
    });
    return done(connection);
  });
}

/** One batch; undefined when this tenant has none of this id. */
export async function getRerunBatch(context: Context, { id }: { id: string }): Promise<Outcome<BatchRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return done((await loadRerunBatches(context, [id])).get(id));
}

/** Batches by id. */
export async function loadRerunBatches(context: Context, ids: readonly string[]): Promise<Map<string, BatchRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<BatchRow[]>(Prisma.sql`/* load_rerun_batches */
        select ${batchColumns}
        from rerun_batches
        where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`),
    keyOf: (batch) => batch.id,
  });
}

/** A page of the runs of a batch, in the order in which they start; those in these states when some are named. */
export async function listRerunItems(
  context: Context,
  request: PageRequest & { batchId: string; states?: readonly RerunItemState[] | null },
): Promise<Outcome<Connection<BatchItemRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request, /^\d{1,9}$/);
  if (!page.ok) return page;
  const { batchId, states } = request;
  const wanted =
    states === undefined || states === null ? Prisma.empty : Prisma.sql`and state = any(${[...states]}::text[])`;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const of = Prisma.sql`from rerun_items where tenant_id = ${tx.tenantId}::uuid and batch_id = ${batchId}::uuid ${wanted}`;
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.$queryRaw<BatchItemRow[]>(Prisma.sql`/* list_rerun_items */
          select ${itemColumns} ${of} and position > ${Number(after ?? 0)} order by position limit ${take}`),
      count: (take) => countItems(tx, of, take),
      keyOf: (item) => String(item.position),
    });
    return done(connection);
  });
}

/** Why runs of batches were refused, the most frequent reasons first, by batch id. */
export async function loadRefusals(
  context: Context,
  batchIds: readonly string[],
): Promise<Map<string, { reason: string; count: number }[]>> {
  const refusals = new Map<string, { reason: string; count: number }[]>(batchIds.map((id) => [id, []]));
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<{ batchId: string; reason: string; count: number }[]>(Prisma.sql`/* load_rerun_refusals */
      select w.id as "batchId", r.reason, r.count
      from unnest(${[...refusals.keys()]}::uuid[]) as w (id)
      cross join lateral (
        select coalesce(message, code) as reason, count(*)::int as count
        from rerun_items
        where tenant_id = ${tenantId}::uuid and batch_id = w.id and state = 'REFUSED'
        group by 1
        order by count desc, reason
        limit ${rerunBounds.refusalsShownMax}
      ) r`),
  );
  for (const { batchId, reason, count } of rows) refusals.get(batchId)?.push({ reason, count });
  return refusals;
}

async function countItems(tx: Transaction, of: Prisma.Sql, take: number): Promise<number> {
  const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_rerun_items */
    select count(*)::int as count from (select ${of} limit ${take}) counted`);
  return row?.count ?? 0;
}
