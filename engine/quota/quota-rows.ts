/** Quotas as they are read: with what is used, and with the period that it is used in. */
import type { QuotaMeasure, QuotaPeriod } from '#domain/bounds/quota.ts';
import { minuteMs, type Used } from '#domain/quota/quota.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `used` is of `measure`: jobs, or minutes with their fraction. */
export type QuotaRow = Used & {
  tenantId: string;
  id: string;
  timeZone: string;
  beganAt: Date;
  endsAt: Date;
  /** What happened before is not counted. */
  countsFrom: Date;
  warnedAt: Date | null;
  exhaustedAt: Date | null;
  alertId: string | null;
  createdAt: Date;
  changedAt: Date;
  resetAt: Date | null;
};

export type StoredQuota = Omit<QuotaRow, 'used' | 'measure' | 'period'> & {
  measure: QuotaMeasure;
  period: QuotaPeriod;
  usedMs: bigint;
  /** Of jobs, how many are left; below nothing when steps of runs went beyond. */
  room: number | null;
};

/** The quotas of tenants, those of a tenant by measure and period, as they were counted last. */
export async function readQuotas(client: Statements, tenantIds: readonly string[]): Promise<QuotaRow[]> {
  const rows = await client.$queryRaw<StoredQuota[]>(Prisma.sql`/* read_quotas */
    select ${quotaColumns}
    from quotas q
    join tenants t on t.id = q.tenant_id
    ${roomOfQuota}
    where q.tenant_id = any(${uuidArray(tenantIds)}::text::uuid[])
    order by q.tenant_id, q.measure, q.period`);
  return rows.map(quotaRow);
}

export const quotaColumns = Prisma.sql`q.tenant_id as "tenantId", q.id, q.measure, q.period, q.max, q.began_at as "beganAt", q.ends_at as "endsAt",
      q.counts_from as "countsFrom", q.used_ms as "usedMs", q.warned_at as "warnedAt", q.exhausted_at as "exhaustedAt",
      q.alert_id as "alertId", q.created_at as "createdAt", q.changed_at as "changedAt", q.reset_at as "resetAt",
      t.time_zone as "timeZone", r.room`;

export const roomOfQuota = Prisma.sql`cross join lateral (
      select sum(case when q.period = 'DAY' then p.day_room else p.month_room end)::float8 as room
      from quota_room p
      where p.tenant_id = q.tenant_id and q.measure = 'JOBS'
    ) r`;

export function quotaRow({ usedMs, room, ...stored }: StoredQuota): QuotaRow {
  const used = stored.measure === 'JOBS' ? stored.max - (room ?? stored.max) : Number(usedMs) / minuteMs;
  return { ...stored, used };
}
