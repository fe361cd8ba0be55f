/**
 * Looks at quotas that are nearly or wholly used: each is told of once in its period, and has an alert for as long as it
 * stands so. Several may look; a quota is judged by whoever has its row.
 */
import { quotaBounds } from '#domain/bounds/quota.ts';
import { type Standing, sayQuota, sayUsed, standingOf } from '#domain/quota/quota.ts';
import { alertSeverities, type QuotaAlertKind } from '#domain/sla/alert-kinds.ts';
import { noId } from '#domain/value/ids.ts';
import { resolveAlerts } from '#engine/alert/resolve-alerts.ts';
import { appendEvents, type NewEvent } from '#engine/event/append-events.ts';
import { quotaAt } from '#engine/quota/open-periods.ts';
import { type QuotaRow, quotaColumns, quotaRow, roomOfQuota, type StoredQuota } from '#engine/quota/quota-rows.ts';
import { eachApart, mayBeOfAnItem, unlessLeft } from '#engine/store/batch/apart.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

const actor = 'system:quotas';

/** Where the next look goes on; null: at the beginning. */
export type QuotaPlace = { tenantId: string; id: string } | null;
export type QuotaJudgement = { told: number; place: QuotaPlace };

type Judged = QuotaRow & { now: Date; alertKind: string | null };

/** Looks at the next quotas, and goes round. */
export async function judgeQuotas(database: Database, place: QuotaPlace = null): Promise<QuotaJudgement> {
  const page = await findQuotas(database.client, place);
  const told = await judgeTogetherOrApart(database, page);
  const last = page.at(-1);
  return { told, place: last === undefined || page.length < quotaBounds.quotasPerLookMax ? null : last };
}

type Named = { tenantId: string; id: string };

async function findQuotas(client: Statements, place: QuotaPlace): Promise<Named[]> {
  return await client.$queryRaw<Named[]>(Prisma.sql`/* find_quotas */
    select tenant_id as "tenantId", id
    from quotas
    where (tenant_id, id) > (${place?.tenantId ?? noId}::uuid, ${place?.id ?? noId}::uuid)
    order by tenant_id, id
    limit ${quotaBounds.quotasPerLookMax}`);
}

// What cannot be told of is tried again at the next look; all others are told of meanwhile.
async function judgeTogetherOrApart(database: Database, page: readonly Named[]): Promise<number> {
  if (page.length === 0) return 0;
  const judge = (part: readonly Named[]) => dutyTransaction(database, (client) => judgePart(client, part));
  try {
    return await judge(page);
  } catch (fault) {
    if (!mayBeOfAnItem(fault)) throw fault;
  }
  const { results, poisoned } = unlessLeft(await eachApart(page, judge, 'parted'));
  for (const { fault } of poisoned) throw fault;
  return results.reduce((sum, told) => sum + told, 0);
}

async function judgePart(client: Statements, part: readonly Named[]): Promise<number> {
  const quotas = await lockQuotas(client, part);
  const changes = quotas.map(changeOf).filter((change) => change.isChanged);
  if (changes.length === 0) return 0;
  await resolveAlerts(client, changes.flatMap(overOf), { reason: 'the quota stands otherwise now', actor });
  await raiseAlerts(client, changes);
  await storeStandings(client, changes);
  await appendEvents({ client, tenantId: '' }, changes.flatMap(eventsOf));
  return changes.length;
}

// Read in a statement of its own once they are locked: a row that somebody judged a moment ago would keep what it was
// joined with before.
async function lockQuotas(client: Statements, part: readonly Named[]): Promise<Judged[]> {
  const locked = await client.$queryRaw<Named[]>(Prisma.sql`/* lock_quotas */
    select tenant_id as "tenantId", id
    from quotas
    where tenant_id = any(${uuidArray([...new Set(part.map(({ tenantId }) => tenantId))])}::text::uuid[])
      and id = any(${uuidArray(part.map(({ id }) => id))}::text::uuid[])
    order by tenant_id, id
    for no key update skip locked`);
  return locked.length === 0 ? [] : await readJudged(client, locked);
}

async function readJudged(client: Statements, locked: readonly Named[]): Promise<Judged[]> {
  const rows = await client.$queryRaw<
    (StoredQuota & Pick<Judged, 'now' | 'alertKind'>)[]
  >(Prisma.sql`/* read_judged_quotas */
    select ${quotaColumns}, now() as now, a.kind as "alertKind"
    from quotas q
    join tenants t on t.id = q.tenant_id
    left join alerts a on a.tenant_id = q.tenant_id and a.id = q.alert_id
    ${roomOfQuota}
    where q.tenant_id = any(${uuidArray([...new Set(locked.map(({ tenantId }) => tenantId))])}::text::uuid[])
      and q.id = any(${uuidArray(locked.map(({ id }) => id))}::text::uuid[])
    order by q.tenant_id, q.id`);
  return rows.map((row) => {
    const { now, alertKind, ...stored } = row;
    return { ...quotaAt(quotaRow(stored), now), now, alertKind };
  });
}

type Change = {
  quota: Judged;
  standing: Standing;
  isWarned: boolean;
  isExhausted: boolean;
  /** The alert that is to stand from now on. */
  raised: { id: string; kind: QuotaAlertKind } | undefined;
  isOver: boolean;
  isChanged: boolean;
};

const kinds = { OPEN: undefined, WARNED: 'QUOTA_WARNED', EXHAUSTED: 'QUOTA_EXHAUSTED' } as const;

/** What was told in this period is not told again, also when the quota stood better meanwhile. */
function changeOf(quota: Judged): Change {
  const standing = standingOf(quota);
  const isWarned = standing !== 'OPEN' && quota.warnedAt === null;
  const isExhausted = standing === 'EXHAUSTED' && quota.exhaustedAt === null;
  const kind = kinds[standing];
  const isOver = quota.alertId !== null && quota.alertKind !== kind;
  const isNew = kind !== undefined && (isOver || isWarned || isExhausted);
  const raised = isNew ? { id: newId(), kind } : undefined;
  return { quota, standing, isWarned, isExhausted, raised, isOver, isChanged: isNew || isOver };
}

async function raiseAlerts(client: Statements, changes: readonly Change[]): Promise<void> {
  const rows = changes.flatMap(({ quota, raised }) =>
    raised === undefined
      ? []
      : [{ tenant_id: quota.tenantId, ...raised, severity: alertSeverities[raised.kind], message: messageOf(quota) }],
  );
  if (rows.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* raise_quota_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, raised_at)
    select tenant_id, id, kind, 'OPEN', severity, message, id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, kind text, severity text, message text)`);
  await appendEvents(
    { client, tenantId: '' },
    rows.map(
      (row): NewEvent => ({
        tenantId: row.tenant_id,
        type: 'alert.raised',
        entityIds: [row.id],
        to: 'OPEN',
        reason: row.kind,
        actor,
        payloads: [{ severity: row.severity, message: row.message }],
      }),
    ),
  );
}

function messageOf(quota: QuotaRow): string {
  const { used, max, endsAt } = quota;
  const ends = `it begins anew at ${endsAt.toISOString()}`;
  if (used >= max) return `The quota of ${sayQuota(quota)} is used up, and nothing new is made: ${ends}`;
  return `${sayUsed(quota)} of ${sayQuota(quota)} are used: ${ends}`;
}

function overOf({ quota: { tenantId, alertId }, isOver }: Change): Named[] {
  return isOver && alertId !== null ? [{ tenantId, id: alertId }] : [];
}

// A period that has begun and that nobody has opened is left to whoever opens it: nothing of it is used yet.
async function storeStandings(client: Statements, changes: readonly Change[]): Promise<void> {
  const rows = changes.map(({ quota, isWarned, isExhausted, raised, isOver }) => ({
    tenant_id: quota.tenantId,
    id: quota.id,
    is_warned: isWarned,
    is_exhausted: isExhausted,
    alert_id: raised?.id ?? (isOver ? null : quota.alertId),
  }));
  await client.$executeRaw(Prisma.sql`/* store_quota_standings */
    update quotas q
    set warned_at = case when g.is_warned then now() else q.warned_at end,
      exhausted_at = case when g.is_exhausted then now() else q.exhausted_at end, alert_id = g.alert_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as g (tenant_id uuid, id uuid, is_warned boolean, is_exhausted boolean, alert_id uuid)
    where q.tenant_id = g.tenant_id and q.id = g.id`);
}

function eventsOf({ quota, isWarned, isExhausted }: Change): NewEvent[] {
  const { tenantId, id, measure, period, max, used, endsAt } = quota;
  const told = {
    tenantId,
    entityIds: [id],
    actor,
    payloads: [{ measure, period, max, used, resetsAt: endsAt.toISOString() }],
  };
  return [
    ...(isWarned ? [{ type: 'quota.warned' as const, ...told }] : []),
    ...(isExhausted ? [{ type: 'quota.exhausted' as const, ...told }] : []),
  ];
}
