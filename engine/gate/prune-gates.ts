/**
 * Removes mutexes and keys that nobody holds and nobody waits at: there is a row for each value that ever came up. A job
 * that needs one all the same says what it is called, and its claim makes it again before it looks (`read-gates.ts`); so
 * nothing depends on whether anybody still needs it. The counts of old minutes go, too.
 */
import { gateBounds } from '#domain/bounds/gate.ts';
import { tryTenantClaims } from '#engine/queue/lock-tenant-claims.ts';
import { eachApart, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { GateOf } from './wake-gates.ts';

export type GatePrune = {
  gates: number;
  minutes: number;
  /** Gates that cannot be removed: somebody must look at the database. */
  stuck: string[];
  /** Where the next pass goes on; undefined when it came to the end. */
  after: GateOf | undefined;
};

const nobody: GateOf = {
  tenantId: '00000000-0000-0000-0000-000000000000',
  gateId: '00000000-0000-0000-0000-000000000000',
};

/** Looks at a bounded number of gates after this one. A tenant whose claims are under way is left for the next round. */
export async function pruneGates(database: Database, after: GateOf = nobody): Promise<GatePrune> {
  const minutes = await forgetMinutes(database);
  const page = await database.client.$queryRaw<(GateOf & { isIdle: boolean })[]>(Prisma.sql`/* find_idle_gates */
    select g.tenant_id as "tenantId", g.id as "gateId", ${isIdle} as "isIdle"
    from (
      select *
      from gates
      where (tenant_id, id) > (${after.tenantId}::uuid, ${after.gateId}::uuid)
      order by tenant_id, id
      limit ${gateBounds.idleGatesPerPassMax}
    ) g
    order by g.tenant_id, g.id`);
  const idle = page.filter((gate) => gate.isIdle);
  const { results, poisoned } = unlessLeft(
    await eachApart(idle, (part) => dutyTransaction(database, (client) => remove(client, part))),
  );
  return {
    gates: results.reduce((sum, count) => sum + count, 0),
    minutes,
    stuck: poisoned.map(({ item }) => item.gateId),
    after: page.length < gateBounds.idleGatesPerPassMax ? undefined : page.at(-1),
  };
}

// Of the row `g`. One that was made today is likely to be needed again; one with an alert is looked at by somebody.
const isIdle = Prisma.sql`(
      g.kind in ('MUTEX', 'KEY') and g.is_named and g.created_at < now() - interval '1 day'
      and not exists (select from holds h where h.tenant_id = g.tenant_id and h.gate_id = g.id)
      and not exists (select from jobs j where j.tenant_id = g.tenant_id and j.gate_id = g.id)
      and not exists (select from alerts a where a.tenant_id = g.tenant_id and a.gate_id = g.id and a.state = 'OPEN')
    )`;

/** Under the claim locks of the tenants: nobody takes a gate, or is sent to wait at one, meanwhile. */
async function remove(client: Statements, gates: readonly GateOf[]): Promise<number> {
  const tenants = [...new Set(gates.map(({ tenantId }) => tenantId))].sort();
  const locked = await tryTenantClaims(client, tenants);
  const open = gates.filter(({ tenantId }) => locked.has(tenantId));
  if (open.length === 0) return 0;
  return await client.$executeRaw(Prisma.sql`/* remove_idle_gates */
    delete from gates g
    using unnest(${uuidArray(open.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(open.map(({ gateId }) => gateId))}::text::uuid[])
      as o (tenant_id, id)
    where g.tenant_id = o.tenant_id and g.id = o.id and ${isIdle}`);
}

async function forgetMinutes(database: Database): Promise<number> {
  return await database.client.$executeRaw(Prisma.sql`/* forget_gate_minutes */
    delete from gate_minutes
    where (tenant_id, gate_id, minute) in (
      select tenant_id, gate_id, minute
      from gate_minutes
      where minute < now() - 2 * make_interval(mins => ${gateBounds.contentionMinutesShown}::int)
      order by minute
      limit ${gateBounds.minutesPerPassMax}
      for update skip locked
    )`);
}
