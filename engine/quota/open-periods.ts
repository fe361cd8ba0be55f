/** Begins the next period of quotas whose period has ended. Nobody has to come at midnight: whoever looks first does it. */
import { periodAt } from '#domain/quota/quota.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { writeRooms } from './quota-room.ts';
import type { QuotaRow } from './quota-rows.ts';

/** A quota as it is at an instant: of one whose period has ended nothing is used. */
export function quotaAt(quota: QuotaRow, now: Date): QuotaRow {
  if (quota.endsAt > now) return quota;
  const { beganMs, endsMs } = periodAt(quota.period, quota.timeZone, now.getTime());
  const beganAt = new Date(beganMs);
  return {
    ...quota,
    beganAt,
    endsAt: new Date(endsMs),
    countsFrom: beganAt,
    used: 0,
    warnedAt: null,
    exhaustedAt: null,
  };
}

/** Stores what has begun, and hands back the quotas as they are now. The caller has the room of their tenants in hand. */
export async function openPeriods(client: Statements, quotas: readonly QuotaRow[], now: Date): Promise<QuotaRow[]> {
  const opened = quotas.filter(({ endsAt }) => endsAt <= now).map((quota) => quotaAt(quota, now));
  if (opened.length === 0) return [...quotas];
  const rows = opened.map(({ tenantId, id, beganAt, endsAt }) => ({
    tenant_id: tenantId,
    id,
    began_at: beganAt,
    ends_at: endsAt,
  }));
  await client.$executeRaw(Prisma.sql`/* open_quota_periods */
    update quotas q
    set began_at = g.began_at, ends_at = g.ends_at, counts_from = g.began_at, used_ms = 0, warned_at = null, exhausted_at = null
    from json_to_recordset(${JSON.stringify(rows)}::json) as g (tenant_id uuid, id uuid, began_at timestamptz, ends_at timestamptz)
    where q.tenant_id = g.tenant_id and q.id = g.id`);
  const ofJobs = opened.filter(({ measure }) => measure === 'JOBS');
  await writeRooms(
    client,
    ofJobs.map(({ tenantId, period, max, endsAt }) => ({ tenantId, period, room: max, endsAt })),
  );
  const byId = new Map(opened.map((quota) => [quota.id, quota]));
  return quotas.map((quota) => byId.get(quota.id) ?? quota);
}
