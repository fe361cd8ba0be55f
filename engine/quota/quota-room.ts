/**
 * How many more jobs a tenant may make in its day and its month. What is left stands in parts: whoever makes jobs takes
 * from one that nobody else has in hand, in the statement that stores them, so that callers do not wait for each other
 * and all parts together are what is left, at every instant.
 */
import type { QuotaPeriod } from '#domain/bounds/quota.ts';
import { inEqualParts } from '#domain/quota/quota.ts';
import { ownPartFirst } from '#engine/queue/queued-room.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

// So many take from the room of one tenant without one waiting for another: as many as a console has connections.
const parts = 16;

/** As a part of a statement: true while no quota of minutes is used up. Of those that ended the next period counts. */
export function minutesAreLeft(tenantId: string): Prisma.Sql {
  return Prisma.sql`not exists (
          select
          from quotas
          where tenant_id = ${tenantId}::uuid and measure = 'RUN_MINUTES' and used_ms >= max::bigint * 60000 and ends_at > now()
        )`;
}

/** As a part of a statement: finds a part with room for so many that nobody has in hand, and takes it in hand. */
export function findingPart({
  tenantId,
  more,
  when,
}: {
  tenantId: string;
  more: number;
  when: Prisma.Sql;
}): Prisma.Sql {
  return Prisma.sql`select part
      from quota_room
      where ${when} and tenant_id = ${tenantId}::uuid
        and (day_room is null or (day_room >= ${more}::int and day_ends_at > now()))
        and (month_room is null or (month_room >= ${more}::int and month_ends_at > now()))
      order by ${ownPartFirst(parts)}
      limit 1
      for update skip locked`;
}

/** As a part of a statement: takes room for so many from a part that is in hand. */
export function takingPart({
  tenantId,
  more,
  part,
  when,
}: {
  tenantId: string;
  more: number;
  part: Prisma.Sql;
  when: Prisma.Sql;
}): Prisma.Sql {
  return Prisma.sql`update quota_room
      set day_room = day_room - ${more}::int, month_room = month_room - ${more}::int
      where ${when} and tenant_id = ${tenantId}::uuid and part = ${part}`;
}

/** Has all room of these tenants in hand until the transaction ends; hands back those that have quotas. */
export async function lockQuotaRoom(client: Statements, tenantIds: readonly string[]): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>(Prisma.sql`/* lock_quota_room */
    select tenant_id as id from quota_room where tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) order by tenant_id, part for update`);
  return [...new Set(rows.map(({ id }) => id))];
}

/** What is left of the jobs of a tenant in a period, until it ends; null where no quota limits. */
export type Room = { tenantId: string; period: QuotaPeriod; room: number | null; endsAt: Date };

/** Writes what is left, in equal parts. The caller has the room in hand. */
export async function writeRooms(client: Statements, rooms: readonly Room[]): Promise<void> {
  for (const period of ['DAY', 'MONTH'] as const) {
    const rows = rooms.filter((one) => one.period === period).flatMap(rowsOf);
    if (rows.length > 0) await writeRows(client, period, rows);
  }
}

function rowsOf({ tenantId, room, endsAt }: Room) {
  const shares = room === null ? Array.from({ length: parts }, () => null) : inEqualParts(room, parts);
  return shares.map((share, part) => ({
    tenant_id: tenantId,
    part,
    room: share,
    ends_at: room === null ? null : endsAt.toISOString(),
  }));
}

async function writeRows(client: Statements, period: QuotaPeriod, rows: readonly object[]): Promise<void> {
  const given = Prisma.sql`json_to_recordset(${JSON.stringify(rows)}::json) as g (tenant_id uuid, part smallint, room int, ends_at timestamptz)`;
  await client.$executeRaw(
    period === 'DAY'
      ? Prisma.sql`/* write_room_of_days */
    update quota_room r
    set day_room = g.room, day_ends_at = g.ends_at
    from ${given}
    where r.tenant_id = g.tenant_id and r.part = g.part`
      : Prisma.sql`/* write_room_of_months */
    update quota_room r
    set month_room = g.room, month_ends_at = g.ends_at
    from ${given}
    where r.tenant_id = g.tenant_id and r.part = g.part`,
  );
}

/** Makes the parts of a tenant that gets its first quota, and has them in hand. */
export async function openQuotaRoom(client: Statements, tenantId: string): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* open_quota_room */
    insert into quota_room (tenant_id, part)
    select ${tenantId}::uuid, part from generate_series(0, ${parts - 1}::int) as p (part)
    on conflict do nothing`);
  await lockQuotaRoom(client, [tenantId]);
}
