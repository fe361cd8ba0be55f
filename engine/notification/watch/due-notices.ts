/** The groups whose time has come, with all that a decision about them and a message of them needs. */
import type { NoticeKind } from '#domain/notification/notice-kinds.ts';
import type { SayableRule } from '#domain/notification/say-rule.ts';
import type { ToldAlert } from '#domain/notification/webhook-body.ts';
import { type Severity, severities } from '#domain/sla/alert-kinds.ts';
import { kindOf, quietOf } from '#engine/channel/channel-rows.ts';
import type { TellingChannel } from '#engine/notification/deliver/new-deliveries.ts';
import { type RuleRow, readRules } from '#engine/notification/rule/rule-rows.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

export const noticesPerPassMax = 200;
// What a program is told of a group in detail; the rest is counted.
const alertsToldMax = 20;

export type DueNotice = {
  tenantId: string;
  id: string;
  ruleId: string;
  ruleName: string;
  groupKey: string;
  on: NoticeKind;
  about: string;
  severity: Severity;
  why: string;
  count: number;
  told: number;
  tellings: number;
  sinceMs: number;
  lastAtMs: number;
  tellAfterMs: number;
  windowMs: number;
  tellsEnd: boolean;
  /** False when its rule is gone or paused. */
  isAsked: boolean;
  standing: number;
  unacknowledged: number;
  wasAcknowledged: boolean;
  alerts: ToldAlert[];
  /** Its tenant's slug. */
  tenant: string;
  timeZone: string;
  sayable: SayableRule;
  channels: TellingChannel[];
};

type Named = { tenantId: string; id: string };
type StoredAlert = Omit<ToldAlert, 'raisedAt'> & { raisedAt: string };
type Stored = Pick<
  DueNotice,
  | 'tenantId'
  | 'id'
  | 'ruleId'
  | 'groupKey'
  | 'about'
  | 'why'
  | 'count'
  | 'told'
  | 'tellings'
  | 'standing'
  | 'unacknowledged'
  | 'wasAcknowledged'
  | 'tenant'
  | 'timeZone'
> & { severity: string; since: Date; lastAt: Date; tellAfter: Date; alerts: StoredAlert[] | null };

/** Locks them; what another look holds is left to it. */
export async function lockDueNotices(client: Statements, only?: readonly Named[]): Promise<DueNotice[]> {
  const among =
    only === undefined ? Prisma.empty : Prisma.sql`and id = any(${uuidArray(only.map(({ id }) => id))}::text::uuid[])`;
  const rows = await client.$queryRaw<Stored[]>(Prisma.sql`/* lock_due_notices */
    with due as materialized (
      select *
      from notices
      where look_at <= now() ${among}
      order by look_at
      limit ${noticesPerPassMax}
      for no key update skip locked
    )
    select d.tenant_id as "tenantId", d.id, d.rule_id as "ruleId", d.group_key as "groupKey", d.about, d.severity, d.why, d.count, d.told,
      d.tellings, d.since, d.last_at as "lastAt", d.tell_after as "tellAfter", a.standing, a.unacknowledged, a.acknowledged as "wasAcknowledged", l.alerts,
      t.slug as tenant, t.time_zone as "timeZone"
    from due d
    join tenants t on t.id = d.tenant_id
    cross join lateral (
      select count(*) filter (where a.state = 'OPEN')::int as standing,
        count(*) filter (where a.state = 'OPEN' and a.acknowledged_at is null)::int as unacknowledged,
        coalesce(bool_or(a.acknowledged_at is not null), false) as acknowledged
      from notice_alerts n
      join alerts a on a.tenant_id = n.tenant_id and a.id = n.alert_id
      where n.tenant_id = d.tenant_id and n.notice_id = d.id
    ) a
    cross join lateral (
      select json_agg(json_build_object('id', id, 'kind', kind, 'jobId', job_id, 'runId', run_id, 'message', message, 'raisedAt', raised_at)) as alerts
      from (
        select a.id, a.kind, a.job_id, a.run_id, left(a.message, 500) as message, a.raised_at
        from notice_alerts n
        join alerts a on a.tenant_id = n.tenant_id and a.id = n.alert_id
        where n.tenant_id = d.tenant_id and n.notice_id = d.id
        order by n.alert_id desc
        limit ${alertsToldMax}
      ) latest
    ) l`);
  const rules = await readRulesOf(client, rows);
  const channels = await readTellingChannels(client, { rules: [...rules.values()], rows });
  return rows.flatMap((row) => {
    const rule = rules.get(row.ruleId);
    return rule === undefined ? [] : [dueNotice(row, { rule, channels })];
  });
}

function dueNotice(
  { since, lastAt, tellAfter, severity, alerts, ...row }: Stored,
  { rule, channels }: { rule: RuleRow; channels: ReadonlyMap<string, TellingChannel> },
): DueNotice {
  return {
    ...row,
    severity: severities.find((one) => one === severity) ?? 'CRITICAL',
    sinceMs: since.getTime(),
    lastAtMs: lastAt.getTime(),
    tellAfterMs: tellAfter.getTime(),
    alerts: (alerts ?? []).map((alert) => ({ ...alert, raisedAt: new Date(alert.raisedAt) })),
    ruleName: rule.name,
    on: rule.on,
    windowMs: rule.windowMs,
    tellsEnd: rule.tellsEnd,
    isAsked: rule.removedAt === null && !rule.paused,
    sayable: rule.sayable,
    channels: rule.channelIds.flatMap((id) => channels.get(id) ?? []),
  };
}

async function readRulesOf(client: Statements, notices: readonly Stored[]): Promise<Map<string, RuleRow>> {
  if (notices.length === 0) return new Map();
  const ids = [...new Set(notices.map(({ ruleId }) => ruleId))];
  const tenantIds = [...new Set(notices.map(({ tenantId }) => tenantId))];
  const rules = await readRules(client, {
    where: Prisma.sql`r.tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) and r.id = any(${uuidArray(ids)}::text::uuid[])`,
    limit: noticesPerPassMax,
  });
  return new Map(rules.map((rule) => [rule.id, rule]));
}

type StoredChannel = {
  id: string;
  kind: string;
  quietFrom: number | null;
  quietTo: number | null;
  quietThrough: string[];
  timeZone: string;
};

/** Those that something may go through. */
async function readTellingChannels(
  client: Statements,
  { rules, rows }: { rules: readonly RuleRow[]; rows: readonly Stored[] },
): Promise<Map<string, TellingChannel>> {
  if (rules.length === 0) return new Map();
  const ids = [...new Set(rules.flatMap(({ channelIds }) => channelIds))];
  const tenantIds = [...new Set(rows.map(({ tenantId }) => tenantId))];
  const stored = await client.$queryRaw<StoredChannel[]>(Prisma.sql`/* read_telling_channels */
    select c.id, c.kind, c.quiet_from as "quietFrom", c.quiet_to as "quietTo", c.quiet_through as "quietThrough", t.time_zone as "timeZone"
    from channels c
    join tenants t on t.id = c.tenant_id
    where c.tenant_id = any(${uuidArray(tenantIds)}::text::uuid[]) and c.id = any(${uuidArray(ids)}::text::uuid[])
      and c.removed_at is null and not c.paused`);
  return new Map(
    stored.map(({ id, kind, timeZone, ...quiet }) => [id, { id, kind: kindOf(kind), timeZone, quiet: quietOf(quiet) }]),
  );
}
