/**
 * How many more jobs may wait in a tenant with a cap. It is not counted when a job is made: the room that was found when
 * it was counted last is taken from, in parts, so that many take side by side. What ends gives nothing back; when no room
 * is left it is counted anew.
 *
 * What counts is what waits outside of runs and has not begun since it was made or tried again by hand: what comes back
 * for another attempt is not refused, so it is not counted either. So whatever counts and the room are together never
 * more than the cap, at no instant, and nobody who ends a job has to be waited for.
 */
import { assert } from '#domain/unreachable.ts';
import type { Statements } from '#engine/store/database.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// So many take from the room of one tenant without one waiting for another: as many as a console has connections.
const parts = 16;
// So few jobs are counted whenever somebody wants to know: some 5 ms.
const cheapCountMax = 10_000;
// Counting takes no more than a twentieth of the time.
const countRests = 20;

/** What a tenant's cap is locked by. Those who make jobs wait share it, from before they look at the cap to their commit. */
export function queuedCapLock(tenantId: string): string {
  return `taskflow.queued ${tenantId}`;
}

/** Shares the caps of tenants until the transaction ends: what is read of them in a later statement stays true. */
export async function shareQueuedCaps(client: Statements, tenantIds: readonly string[]): Promise<void> {
  await client.$queryRaw(Prisma.sql`/* share_queued_caps */
    select bool_and(pg_advisory_xact_lock_shared(hashtextextended(name, 0)) is null) as shared
    from unnest(${tenantIds.map(queuedCapLock).toSorted()}::text[]) as l (name)`);
}

/**
 * Waits for those who make jobs wait in this tenant, and lets nobody until the transaction ends: whoever sets a cap comes
 * here first, so that all that was made without it is there to be counted.
 */
export async function lockQueuedCap(client: Statements, tenantId: string): Promise<void> {
  await client.$queryRaw(
    Prisma.sql`/* lock_queued_cap */ select pg_advisory_xact_lock(hashtextextended(${queuedCapLock(tenantId)}, 0)) is null as held`,
  );
}

/** As a part of a statement: takes room for so many from one part that nobody else has in hand, under this very cap. */
export function takingRoom({ tenantId, more, cap }: { tenantId: string; more: number; cap: Prisma.Sql }): Prisma.Sql {
  return Prisma.sql`update queued_room
      set room = room - ${more}::int
      where tenant_id = ${tenantId}::uuid
        and room >= ${more}::int
        and part = (
          select part
          from queued_room
          where tenant_id = ${tenantId}::uuid and room >= ${more}::int and cap = ${cap}
          order by ${ownPartFirst(parts)}
          limit 1
          for update skip locked
        )
      returning part`;
}

/**
 * The order in which parts are tried: each connection has one that it begins with. Where all began with the first one,
 * each would find it changed since it looked, and look again.
 */
export function ownPartFirst(count: number): Prisma.Sql {
  return Prisma.sql`part <> pg_backend_pid() % ${count}::int, part`;
}

/** Has all room of a tenant in hand until the transaction ends; the next statement sees these parts as they are. */
export async function lockRoom(client: Statements, tenantId: string): Promise<number[]> {
  const rows = await client.$queryRaw<{ part: number }[]>(Prisma.sql`/* lock_queued_room */
    select part from queued_room where tenant_id = ${tenantId}::uuid order by part for update`);
  return rows.map(({ part }) => part);
}

/** `hasQuotas`: the tenant limits also how much is made in a day or a month. */
export type TakenRoom = { isTaken: boolean; hasQuotas: boolean; hasCap: boolean };

/** Takes room for so many from all parts, one after the other; not when there is a cap and not so much room. */
export async function takeRoom(client: Statements, tenantId: string, more: number): Promise<TakenRoom> {
  // Parts that somebody makes meanwhile are not in hand.
  const locked = await lockRoom(client, tenantId);
  const [row] = await client.$queryRaw<TakenRoom[]>(Prisma.sql`/* take_queued_room */
    with tenant as materialized (
      select max_queued_jobs as cap, has_quotas from tenants where id = ${tenantId}::uuid
    ),
    shares as materialized (
      select part,
        least(room, greatest(0, ${more}::int - coalesce(sum(room) over (order by part rows between unbounded preceding and 1 preceding), 0)))::int as share,
        sum(room) over () >= ${more}::int as is_enough
      from queued_room
      where tenant_id = ${tenantId}::uuid and cap = (select cap from tenant) and part = any(${arrayOf(locked)}::text::smallint[])
    ),
    taken as (
      update queued_room q
      set room = q.room - s.share
      from shares s
      where q.tenant_id = ${tenantId}::uuid and q.part = s.part and s.is_enough and s.share > 0
      returning q.part
    )
    select cap is null or exists (select from taken) as "isTaken", has_quotas as "hasQuotas", cap is not null as "hasCap"
    from tenant`);
  assert(row !== undefined, 'a tenant that makes jobs is there');
  return row;
}

/** Of a job: that it counts as one that waits. Steps of runs and what waits for another attempt do not. */
const waitsToBegin = Prisma.sql`state in ('PENDING', 'SCHEDULED') and run_id is null
            and (started_at is null or started_at < due_at)`;

/** How many jobs wait to begin, no further than `most`. */
export async function countWaiting(client: Statements, tenantId: string, most: number): Promise<number> {
  const [row] = await client.$queryRaw<{ waiting: number }[]>(Prisma.sql`/* count_tenant_waiting */
    select count(*)::int as waiting
    from (select from jobs where tenant_id = ${tenantId}::uuid and ${waitsToBegin} limit ${most}) waiting`);
  return row?.waiting ?? 0;
}

/** `waiting`: how many waited when it was counted; it is counted again after `againInMs`, at once when that is 0. */
export type Counted = { cap: number; waiting: number; room: number; againInMs: number };

/** Counts a capped tenant's room unless that was done lately and took long. The caller shares its cap. */
export async function countRoom(client: Statements, tenantId: string): Promise<Counted> {
  await client.$executeRaw(Prisma.sql`/* open_queued_room */
    insert into queued_room (tenant_id, part, cap, room, counted_at, countable_at)
    select id, part, max_queued_jobs, 0, now(), now()
    from tenants
    cross join generate_series(0, ${parts}::int - 1) as p (part)
    where id = ${tenantId}::uuid and max_queued_jobs is not null
    on conflict do nothing`);
  // Whoever took room and has not committed holds a part.
  await lockRoom(client, tenantId);
  await client.$executeRaw(Prisma.sql`/* count_queued_room */
    with tenant as materialized (
      select t.max_queued_jobs as cap
      from tenants t
      where t.id = ${tenantId}::uuid
        and exists (
          select from queued_room q
          where q.tenant_id = t.id and (q.cap <> t.max_queued_jobs or q.countable_at <= clock_timestamp())
        )
    ),
    counted as materialized (
      select cap, (
        select count(*)
        from (
          select from jobs
          where tenant_id = ${tenantId}::uuid and ${waitsToBegin}
          limit tenant.cap
        ) waiting
      ) as waiting
      from tenant
    ),
    timed as materialized (
      select cap, waiting, (cap - waiting)::int as room, clock_timestamp() as ended_at, clock_timestamp() - statement_timestamp() as cost
      from counted
    )
    update queued_room q
    set cap = c.cap,
      room = c.room / ${parts}::int + case when q.part < c.room % ${parts}::int then 1 else 0 end,
      counted_at = c.ended_at,
      countable_at = c.ended_at + case when c.waiting > ${cheapCountMax}::int then ${countRests}::int * c.cost else interval '-1 millisecond' end
    from timed c
    where q.tenant_id = ${tenantId}::uuid`);
  const [row] = await client.$queryRaw<
    { cap: number; room: number; again_in_ms: number }[]
  >(Prisma.sql`/* read_queued_room */
    select max(cap) as cap, sum(room)::int as room,
      greatest(0, floor(extract(epoch from max(countable_at) - clock_timestamp()) * 1000))::int as again_in_ms
    from queued_room
    where tenant_id = ${tenantId}::uuid
    having count(*) > 0`);
  assert(row !== undefined, 'a tenant whose room is used up has a cap');
  return { cap: row.cap, room: row.room, waiting: row.cap - row.room, againInMs: row.again_in_ms };
}
