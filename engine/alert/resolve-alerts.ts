/** Closes alerts when what they are about is over: what duties do, where a person is not asked. */
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

type AlertOf = { tenantId: string; id: string };

/** Why they are over, and who says so. */
type Saying = { reason: string; actor: string };

/** Closes those of them that are open, and tells of these. */
export async function resolveAlerts(client: Statements, alerts: readonly AlertOf[], saying: Saying): Promise<void> {
  if (alerts.length === 0) return;
  const resolved = await client.$queryRaw<AlertOf[]>(Prisma.sql`/* resolve_alerts_by_id */
    update alerts a
    set state = 'RESOLVED', resolved_at = now()
    from unnest(${uuidArray(alerts.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(alerts.map(({ id }) => id))}::text::uuid[])
      as o (tenant_id, id)
    where a.tenant_id = o.tenant_id and a.id = o.id and a.state = 'OPEN'
    returning a.tenant_id as "tenantId", a.id`);
  await tellResolved(client, resolved, saying);
}

/** Tells of alerts that a statement has closed. */
export async function tellResolved(
  client: Statements,
  resolved: readonly AlertOf[],
  { reason, actor }: Saying,
): Promise<void> {
  const events = resolved.map(
    ({ tenantId, id }): NewEvent => ({
      tenantId,
      type: 'alert.resolved',
      entityIds: [id],
      from: 'OPEN',
      to: 'RESOLVED',
      reason,
      actor,
    }),
  );
  await appendEvents({ client, tenantId: '' }, events);
}
