/** Forgets what was told long ago, a little at a time. */
import { notificationBounds } from '#domain/bounds/alert.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

const rowsPerPassMax = 1_000;

/** Forgets old deliveries that have ended, and old groups that are over; hands back how many rows went. */
export async function forgetNotices(database: Database): Promise<number> {
  const keptMs = notificationBounds.deliveriesKeptMs;
  const deliveries = await database.client.$executeRaw(Prisma.sql`/* forget_deliveries */
    delete from deliveries
    where (tenant_id, id) in (
      select tenant_id, id from deliveries
      where created_at < now() - ${keptMs} * interval '1 millisecond' and ended_at is not null
      limit ${rowsPerPassMax}
    )`);
  const notices = await database.client.$executeRaw(Prisma.sql`/* forget_notices */
    with old as (
      select tenant_id, id from notices
      where over_at < now() - ${keptMs} * interval '1 millisecond'
      limit ${rowsPerPassMax}
    ),
    links as (
      delete from notice_alerts a using old o where a.tenant_id = o.tenant_id and a.notice_id = o.id
    )
    delete from notices n using old o where n.tenant_id = o.tenant_id and n.id = o.id`);
  return deliveries + notices;
}
