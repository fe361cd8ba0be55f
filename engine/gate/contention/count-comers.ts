/** How many jobs came to gates in the last minutes, and how many of them had to wait: what contention is made of. */
import { gateBounds } from '#domain/bounds/gate.ts';
import type { Comers } from '#domain/gate/contention.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Whether the minute `m` is one of those over which contention is told: the one that runs, and those before it. */
export const isOfLastMinutes = Prisma.sql`m.minute > now() - make_interval(mins => ${gateBounds.contentionMinutes}::int)`;

export type GateMinuteRow = Comers & { gateId: string; at: Date };

/** By gate id; one at which nobody had to wait is absent. */
export async function loadComers(context: Context, ids: readonly string[]): Promise<Map<string, Comers>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<(Comers & { gateId: string })[]>(Prisma.sql`/* load_comers */
      select m.gate_id as "gateId", sum(m.came)::int as came, sum(m.waited)::int as waited
      from gate_minutes m
      where m.tenant_id = ${tenantId}::uuid and m.gate_id = any(${[...ids]}::uuid[]) and ${isOfLastMinutes}
      group by m.gate_id`),
  );
  return new Map(rows.map(({ gateId, ...comers }) => [gateId, comers]));
}

/** The minutes of the last hour in which somebody came, by gate id, the oldest first. */
export async function loadGateMinutes(context: Context, ids: readonly string[]): Promise<Map<string, GateMinuteRow[]>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<GateMinuteRow[]>(Prisma.sql`/* load_gate_minutes */
      select gate_id as "gateId", minute as at, came, waited
      from gate_minutes
      where tenant_id = ${tenantId}::uuid and gate_id = any(${[...ids]}::uuid[])
        and minute > now() - make_interval(mins => ${gateBounds.contentionMinutesShown}::int)
      order by gate_id, minute
      limit ${ids.length * gateBounds.contentionMinutesShown}`),
  );
  const found = Map.groupBy(rows, ({ gateId }) => gateId);
  return new Map(ids.map((id) => [id, found.get(id) ?? []]));
}
