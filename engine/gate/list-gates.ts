/** The gates of a tenant that somebody holds or waits at, and its pools. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import type { GateKind } from '#domain/gate/gate.ts';
import { done, type Outcome, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { likeText } from '#engine/store/reading/like-text.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type GateRow, gateColumns } from './gate-rows.ts';

/** Null means absent. */
export type GateFilter = {
  kind?: GateKind | null;
  /** A part of its key, in small or capital letters. */
  key?: string | null;
  waitingOnly?: boolean | null;
};

/** A page of them, in the order of their ids. A gate at which nobody is leaves the list. */
export async function listGates(
  context: Context,
  request: PageRequest & GateFilter,
): Promise<Outcome<Connection<GateRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const unfit = checkText({ value: request.key, path: ['filter', 'key'], lengthMax: valueBounds.nameLengthMax });
  if (unfit.length > 0) return refuseAll(unfit);
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const matching = matchingOf(tx.tenantId, request);
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.$queryRaw<GateRow[]>(Prisma.sql`/* list_gates */
          ${matching.open}
          select ${gateColumns}
          ${matching.from} ${after === undefined ? Prisma.empty : Prisma.sql`and g.id > ${after}::uuid`}
          order by g.id
          limit ${take}`),
      count: async (take) => {
        const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_gates */
          ${matching.open}
          select count(*)::int as count from (select ${matching.from} limit ${take}) g`);
        return row?.count ?? 0;
      },
      keyOf: (gate) => gate.id,
    });
    return done(connection);
  });
}

// Waited at is found by steps through an index, one a gate; held by what runs now. Neither grows with what was.
function matchingOf(tenantId: string, { kind, key, waitingOnly }: GateFilter) {
  const open = Prisma.sql`with recursive waited (id, nth) as (
            (select gate_id, 1 from jobs where tenant_id = ${tenantId}::uuid and gate_id is not null order by gate_id limit 1)
            union all
            select (
              select j.gate_id
              from jobs j
              where j.tenant_id = ${tenantId}::uuid and j.gate_id > w.id
              order by j.gate_id
              limit 1
            ), w.nth + 1
            from waited w
            where w.id is not null and w.nth < ${gateBounds.waitingCountMax}
          ),
          open_gates (id) as materialized (
            select id from waited where id is not null
            ${
              waitingOnly === true
                ? Prisma.empty
                : Prisma.sql`union
            select gate_id from holds where tenant_id = ${tenantId}::uuid and amount > 0
            union
            select id from gates where tenant_id = ${tenantId}::uuid and kind = 'POOL'`
            }
          )`;
  const conditions = [
    ...(kind ? [Prisma.sql`and g.kind = ${kind}`] : []),
    ...(key ? [Prisma.sql`and g.key ilike ${`%${likeText(key)}%`}`] : []),
  ];
  const from = Prisma.sql`
          from open_gates o
          join gates g on g.tenant_id = ${tenantId}::uuid and g.id = o.id
          where true ${conditions.length === 0 ? Prisma.empty : Prisma.join(conditions, ' ')}`;
  return { open, from };
}

/** Every pool of the tenant, by name. */
export async function listPools(context: Context): Promise<Outcome<GateRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return await transaction(context.database, context.tenantId, async ({ client, tenantId }) =>
    done(
      await client.$queryRaw<GateRow[]>(Prisma.sql`/* list_pools */
        select ${gateColumns}
        from gates g
        where g.tenant_id = ${tenantId}::uuid and g.kind = 'POOL'
        order by g.key
        limit ${gateBounds.poolsMax}`),
    ),
  );
}

/** The gate; undefined when the tenant has none such. */
export async function getGate(context: Context, { id }: { id: string }): Promise<Outcome<GateRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return done((await loadGates(context, [id])).get(id));
}

/** Gates by id. */
export async function loadGates(context: Context, ids: readonly string[]): Promise<Map<string, GateRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<GateRow[]>(Prisma.sql`/* load_gates */
        select ${gateColumns}
        from gates g
        where g.tenant_id = ${tenantId}::uuid and g.id = any(${wanted}::uuid[])`),
    keyOf: (gate) => gate.id,
  });
}
