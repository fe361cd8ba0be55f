/** The rows of the timeline: first those in which something happens in the window, then the quiet ones, each by name. */
import { timelineBounds } from '#domain/bounds/timeline.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import type { FleetWindow } from '#domain/timeline/fleet-window.ts';
import type { Context } from '#engine/store/context.ts';
import { firstIdOf } from '#engine/store/reading/id-span.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { listWorkers } from '#engine/worker/list-workers.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { sourcesOf, walkThrough } from './fleet-sources.ts';

export const fleetRowKinds = ['WORKFLOW', 'SCHEDULE', 'QUEUE', 'WORKER'] as const;
export type FleetRowKind = (typeof fleetRowKinds)[number];

/** A row by its bare uuid. */
export type FleetRowHead = { id: string; name: string; isActive: boolean; isOfRuns: boolean };
export type FleetHeads = { rows: FleetRowHead[]; total: number };

/** The name after which a page goes on, and whether its row was an active one. */
export type FleetPlace = { isActive: boolean; name: string };

type Asked = { kind: FleetRowKind; window: FleetWindow; after: FleetPlace | undefined; take: number };

/** At most `take` rows after a place, and how many there are in all. */
export async function readFleetHeads(context: Context, asked: Asked): Promise<Outcome<FleetHeads>> {
  if (asked.kind === 'WORKER') return await workerHeads(context, asked);
  return done(await transaction(context.database, context.tenantId, (tx) => readHeads(tx, asked)));
}

async function readHeads(tx: Transaction, { kind, window, after, take }: Asked): Promise<FleetHeads> {
  const rows = await tx.client.$queryRaw<(FleetRowHead & { total: number })[]>(Prisma.sql`/* read_fleet_heads */
    with heads as materialized (${headsOf(kind === 'WORKER' ? 'QUEUE' : kind, window, tx.tenantId)})
    select id, name, "isActive", "isOfRuns", (select count(*)::int from heads) as total
    from heads
    where ${after === undefined ? Prisma.sql`true` : Prisma.sql`(not "isActive", name) > (${!after.isActive}::boolean, ${after.name}::text)`}
    order by not "isActive", name
    limit ${take}`);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

// One step down an index for each thing: `limit 1` keeps PostgreSQL from reading the whole window for all of them.
function headsOf(kind: Exclude<FleetRowKind, 'WORKER'>, window: FleetWindow, tenantId: string): Prisma.Sql {
  const isDue = Prisma.sql`tenant_id = ${tenantId}::uuid and state = 'ACTIVE' and next_at < ${new Date(window.toMs)}`;
  const named = (table: string, columns = Prisma.empty) => Prisma.sql`(
      select id, name ${columns} from ${Prisma.raw(table)} where tenant_id = ${tenantId}::uuid order by name limit ${timelineBounds.rowsLookedAtMax}
    ) h`;
  const has = (rows: Prisma.Sql) => Prisma.sql`(select true from ${rows} limit 1) is not null`;
  const hasWork = (kind: 'WORKFLOW' | 'QUEUE' | 'SCHEDULE') =>
    Prisma.join(
      sourcesOf(kind, { tenantId, window }).map((source) => {
        const first = Prisma.sql`${firstIdOf(window.fromMs)}::uuid`;
        const beyond = Prisma.sql`${firstIdOf(window.toMs)}::uuid`;
        return Prisma.sql`(select true from (select h.id as row) r cross join lateral (${walkThrough(source, { first, beyond, take: 1 })}) x) is not null`;
      }),
      ' or ',
    );
  const own = Prisma.sql`tenant_id = ${tenantId}::uuid`;
  switch (kind) {
    case 'WORKFLOW':
      return Prisma.sql`
        select h.id, h.name, true as "isOfRuns", ${hasWork('WORKFLOW')}
          or h.id in (select workflow_id from runs where ${own} and state in ('RUNNING', 'PAUSED') order by id limit ${timelineBounds.rowsLookedAtMax})
          or h.id in (select workflow_id from schedules where ${isDue} and workflow_id is not null) as "isActive"
        from ${named('workflows')}`;
    case 'QUEUE':
      return Prisma.sql`
        select h.id, h.name, false as "isOfRuns", ${hasWork('QUEUE')}
          or ${has(Prisma.sql`jobs where queue_id = any(array[h.id]) and state = 'RUNNING' order by queue_id, worker_id`)} as "isActive"
        from ${named('queues')}`;
    case 'SCHEDULE':
      return Prisma.sql`
        select id, name, "isActive", "isOfRuns" from (
          select h.id, h.name, h.state, h.workflow_id is not null as "isOfRuns", (h.state = 'ACTIVE' and h.next_at < ${new Date(window.toMs)})
            or ${hasWork('SCHEDULE')} as "isActive"
          from ${named('schedules', Prisma.sql`, state, next_at, workflow_id`)}
        ) s
        where "isActive" or state <> 'ENDED'`;
  }
}

async function workerHeads(context: Context, { window, after, take }: Asked): Promise<Outcome<FleetHeads>> {
  const workers = await listWorkers(context);
  if (!workers.ok) return workers;
  const heads = workers.value
    .filter(({ lastSeenAt, startedAt }) => lastSeenAt.getTime() >= window.fromMs && startedAt.getTime() < window.toMs)
    .map(({ id, name, state }) => ({ id, name, isActive: state === 'LIVE' || state === 'DRAINING', isOfRuns: false }))
    .toSorted(inOrder);
  const rest = after === undefined ? heads : heads.filter((head) => inOrder(head, after) > 0);
  return done({ rows: rest.slice(0, take), total: heads.length });
}

function inOrder(one: FleetPlace, other: FleetPlace): number {
  return Number(other.isActive) - Number(one.isActive) || (one.name < other.name ? -1 : Number(one.name > other.name));
}
