/** Who holds gates and who waits at them, for a whole page at once. */
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type GateRow, gateColumns } from './gate-rows.ts';

export type HolderRow = {
  gateId: string;
  jobId: string;
  amount: number;
  since: Date;
  workerId: string | null;
  /** Until when its worker is taken to live; null when it is not there any more. */
  leaseUntil: Date | null;
  /** Whether it is taken to live now. */
  isAlive: boolean;
};

export type WaiterRow = { gateId: string; jobId: string; amount: number; dueAt: Date; position: number };

type Asked = { ids: readonly string[]; first: number };

/** The holders of gates by gate id, who holds for longest first, so many of each. */
export async function loadHolders(context: Context, { ids, first }: Asked): Promise<Map<string, HolderRow[]>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<HolderRow[]>(Prisma.sql`/* load_holders */
      select g.id as "gateId", h.job_id as "jobId", h.amount, h.since, j.worker_id as "workerId", w.lease_until as "leaseUntil",
        coalesce(w.lease_until > now(), false) as "isAlive"
      from unnest(${[...ids]}::uuid[]) as g (id)
      cross join lateral (
        select job_id, amount, since
        from holds
        where tenant_id = ${tenantId}::uuid and gate_id = g.id and amount > 0
        order by since, job_id
        limit ${first}
      ) h
      join jobs j on j.tenant_id = ${tenantId}::uuid and j.id = h.job_id
      left join workers w on w.id = j.worker_id
      order by h.since, h.job_id`),
  );
  return listsOf(ids, rows, ({ gateId }) => gateId);
}

/** Those that wait at gates by gate id, who is next first, so many of each. */
export async function loadWaiters(context: Context, { ids, first }: Asked): Promise<Map<string, WaiterRow[]>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<WaiterRow[]>(Prisma.sql`/* load_waiters */
      select g.id as "gateId", j.id as "jobId", j.due_at as "dueAt",
        (select (n ->> 'amount')::int from json_array_elements(j.needs) n where n ->> 'gate' = g.id::text) as amount,
        (row_number() over (partition by g.id order by j.rank, j.id))::int as position
      from unnest(${[...ids]}::uuid[]) as g (id)
      cross join lateral (
        select id, due_at, needs, rank
        from jobs
        where tenant_id = ${tenantId}::uuid and gate_id = g.id
        order by rank, id
        limit ${first}
      ) j
      order by position`),
  );
  return listsOf(ids, rows, ({ gateId }) => gateId);
}

/** The gates at which jobs wait, by job id; one that waits at none is absent. */
export async function loadGatesWaitedAt(context: Context, ids: readonly string[]): Promise<Map<string, GateRow>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<(GateRow & { jobId: string })[]>(Prisma.sql`/* load_gates_waited_at */
      select j.id as "jobId", ${gateColumns}
      from jobs j
      join gates g on g.tenant_id = j.tenant_id and g.id = j.gate_id
      where j.tenant_id = ${tenantId}::uuid and j.id = any(${[...ids]}::uuid[])`),
  );
  return new Map(rows.map(({ jobId, ...gate }) => [jobId, gate]));
}

export type HoldRow = { jobId: string; gateId: string; amount: number; since: Date };

/** What jobs hold, by job id. */
export async function loadHoldsOfJobs(context: Context, ids: readonly string[]): Promise<Map<string, HoldRow[]>> {
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.hold.findMany({
      where: { tenantId, jobId: { in: [...ids] }, amount: { gt: 0 } },
      select: { jobId: true, gateId: true, amount: true, since: true },
      orderBy: [{ jobId: 'asc' }, { gateId: 'asc' }],
    }),
  );
  return listsOf(ids, rows, ({ jobId }) => jobId);
}

function listsOf<Row>(ids: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const found = Map.groupBy(rows, keyOf);
  return new Map(ids.map((id) => [id, found.get(id) ?? []]));
}
