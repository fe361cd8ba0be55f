/** How far the event log was counted for quotas: one place for all tenants, held by whoever counts. */
import { type EventCursor, parseCursor, printCursor, startOfWindow } from '#engine/event/cursor.ts';
import { snapshotNow } from '#engine/event/snapshot.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** The place, held until the transaction ends; undefined while somebody else holds it. */
export async function takeQuotaCursor(client: Statements): Promise<EventCursor | undefined> {
  const [row] = await client.$queryRaw<{ cursor: string }[]>(
    Prisma.sql`/* take_quota_cursor */ select cursor from quota_cursor for update skip locked`,
  );
  // A cursor of another age cannot be read: what happened since is not known any more.
  if (row !== undefined) return parseCursor(row.cursor) ?? startOfWindow(await snapshotNow(client));
  const cursor = startOfWindow(await snapshotNow(client));
  const made = await client.$executeRaw(Prisma.sql`/* begin_quota_cursor */
    insert into quota_cursor (id, cursor) values (1, ${printCursor(cursor)}) on conflict do nothing`);
  return made === 1 ? cursor : undefined;
}

export async function moveQuotaCursor(client: Statements, next: EventCursor): Promise<void> {
  await client.$executeRaw(Prisma.sql`/* move_quota_cursor */ update quota_cursor set cursor = ${printCursor(next)}`);
}

/** True while nobody else has gone on from there; holds everybody else off until the transaction ends. */
export async function holdsQuotaCursor(client: Statements, place: string): Promise<boolean> {
  const rows = await client.$queryRaw<unknown[]>(
    Prisma.sql`/* hold_quota_cursor */ select 1 as held from quota_cursor where cursor = ${place} for update`,
  );
  return rows.length === 1;
}
