/** Takes down what happened: in the group of its rule that stands, or as the first of a new one, which is told at once. */
import { asksFor, groupKeyOf } from '#domain/notification/match.ts';
import { isRaisedByRule, kindRules } from '#domain/notification/notice-kinds.ts';
import { sayAlert } from '#domain/notification/say-notice.ts';
import type { Severity } from '#domain/sla/alert-kinds.ts';
import { publicId } from '#domain/value/ids.ts';
import { appendEvents } from '#engine/event/append-events.ts';
import type { RuleRow } from '#engine/notification/rule/rule-rows.ts';
import type { Statements } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Item, isOfGroup, type Told } from './happenings.ts';

/** By whom the log says that it was done. */
export const noticesActor = 'system:notices';

/** Things of a kind that happened to the same thing under one rule. */
type Group = {
  rule: RuleRow;
  key: string;
  count: number;
  since: Date;
  severity: Severity;
  /** The latest of them. */
  last: Told;
  alertIds: string[];
};

/** Takes the items down; hands back how many notices they went into. */
export async function keepNotices(
  client: Statements,
  { items, rules }: { items: readonly Item[]; rules: readonly RuleRow[] },
): Promise<number> {
  const groups = groupsOf(items, rules);
  const kept = groups.length === 0 ? [] : await storeNotices(client, groups);
  const ids = new Map(kept.map((one) => [keyOf(one), one]));
  const stored = groups.flatMap((group) => {
    const notice = ids.get(keyOf({ tenantId: group.rule.tenantId, ruleId: group.rule.id, groupKey: group.key }));
    return notice === undefined ? [] : [{ group, notice }];
  });
  await raiseAlerts(
    client,
    stored.filter(({ group, notice }) => isOfGroup(group.rule.on) && notice.isNew),
  );
  await growAlerts(
    client,
    stored.filter(({ group, notice }) => isOfGroup(group.rule.on) && !notice.isNew),
  );
  await linkAlerts(
    client,
    stored.flatMap(({ group: { rule, alertIds }, notice: { id } }) =>
      alertIds.map((alertId) => ({ tenantId: rule.tenantId, noticeId: id, alertId })),
    ),
  );
  await lookAgain(client, items);
  return kept.length;
}

function groupsOf(items: readonly Item[], rules: readonly RuleRow[]): Group[] {
  const byTenant = Map.groupBy(rules, ({ tenantId }) => tenantId);
  const groups = new Map<string, Group>();
  for (const { tenantId, tells } of items) {
    for (const told of tells) {
      for (const rule of byTenant.get(tenantId) ?? []) {
        // What happened before a rule was made is not told.
        if (told.at < rule.createdAt || !asksFor(rule, told)) continue;
        const key = groupKeyOf(told);
        addTo(groups, { rule, key, told });
      }
    }
  }
  return [...groups.values()];
}

function addTo(groups: Map<string, Group>, { rule, key, told }: { rule: RuleRow; key: string; told: Told }): void {
  const place = keyOf({ tenantId: rule.tenantId, ruleId: rule.id, groupKey: key });
  const group = groups.get(place);
  const alertIds = told.alertId === null ? [] : [told.alertId];
  if (group === undefined) {
    groups.set(place, { rule, key, count: 1, since: told.at, severity: told.severity, last: told, alertIds });
    return;
  }
  group.count += 1;
  group.alertIds.push(...alertIds);
  if (told.at < group.since) group.since = told.at;
  if (told.at >= group.last.at) group.last = told;
  if (told.severity === 'CRITICAL') group.severity = 'CRITICAL';
}

type NoticeKey = { tenantId: string; ruleId: string; groupKey: string };
type Kept = NoticeKey & { id: string; isNew: boolean; count: number };

function keyOf({ tenantId, ruleId, groupKey }: NoticeKey): string {
  return `${tenantId} ${ruleId} ${groupKey}`;
}

// What comes and goes is told no more often than what goes on: the window of the group before holds for the next one.
async function storeNotices(client: Statements, groups: readonly Group[]): Promise<Kept[]> {
  const rows = groups.map(({ rule, key, count, since, severity, last }) => ({
    tenant_id: rule.tenantId,
    id: newId(),
    rule_id: rule.id,
    group_key: key,
    about: last.about,
    severity,
    why: last.why,
    count,
    since,
    last_at: last.at,
  }));
  return await client.$queryRaw<Kept[]>(Prisma.sql`/* keep_notices */
    insert into notices (tenant_id, id, rule_id, group_key, about, severity, why, count, since, last_at, tell_after, look_at)
    select tenant_id, id, rule_id, group_key, about, severity, why, count, since, last_at, first_at, first_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as n (tenant_id uuid, id uuid, rule_id uuid, group_key text, about text,
      severity text, why text, count int, since timestamptz, last_at timestamptz)
    cross join lateral (
      select greatest(now(), max(o.tell_after)) as first_at
      from notices o
      where o.tenant_id = n.tenant_id and o.rule_id = n.rule_id and o.group_key = n.group_key
    ) earlier
    order by tenant_id, rule_id, group_key
    on conflict (tenant_id, rule_id, group_key) where over_at is null do update
    set count = notices.count + excluded.count, last_at = greatest(notices.last_at, excluded.last_at), why = excluded.why,
      severity = case when excluded.severity = 'CRITICAL' then excluded.severity else notices.severity end,
      look_at = least(notices.look_at, greatest(now(), notices.tell_after))
    returning tenant_id as "tenantId", rule_id as "ruleId", group_key as "groupKey", id, xmax = 0 as "isNew", count`);
}

type Stored = { group: Group; notice: Kept };

/** One alert for each new group that has none by itself; it is its own subject, so that there may be another one later. */
async function raiseAlerts(client: Statements, stored: readonly Stored[]): Promise<void> {
  if (stored.length === 0) return;
  const rows = stored.map(({ group, notice }) => ({ ...alertRow(group, notice), notice_id: notice.id }));
  await client.$executeRaw(Prisma.sql`/* raise_group_alerts */
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, notice_id uuid, kind text, severity text,
        message text, rule_id uuid, task_id uuid, queue_id uuid, workflow_id uuid, run_id uuid, schedule_id uuid, count int, raised_at timestamptz)
    ),
    raised as (
      insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, rule_id, task_id, queue_id, workflow_id, run_id,
        schedule_id, count, raised_at)
      select tenant_id, id, kind, 'OPEN', severity, message, id, rule_id, task_id, queue_id, workflow_id, run_id, schedule_id, count, raised_at
      from given
      order by tenant_id, id
    )
    insert into notice_alerts (tenant_id, notice_id, alert_id)
    select tenant_id, notice_id, id from given`);
  await appendEvents(
    { client, tenantId: '' },
    rows.map((row) => ({
      tenantId: row.tenant_id,
      type: 'alert.raised',
      entityIds: [row.id],
      to: 'OPEN',
      reason: row.kind,
      actor: noticesActor,
      payloads: [
        {
          ...(row.run_id !== null && { run: publicId('run', row.run_id) }),
          ...(row.schedule_id !== null && { schedule: publicId('schedule', row.schedule_id) }),
          severity: row.severity,
          message: row.message,
        },
      ],
    })),
  );
}

function alertRow(group: Group, notice: Kept) {
  const { rule, last, severity, since } = group;
  const { groups } = kindRules[rule.on];
  return {
    tenant_id: rule.tenantId,
    id: newId(),
    kind: isRaisedByRule(rule.on) ? rule.on : '',
    severity,
    message: sayAlert({ kind: rule.on, about: last.about, count: notice.count, why: last.why }),
    rule_id: rule.id,
    // Only what the whole group is about: its jobs and runs are many.
    task_id: groups === 'task' ? last.taskId : null,
    queue_id: groups === 'queue' ? last.queueId : null,
    workflow_id: groups === 'workflow' ? last.workflowId : null,
    run_id: last.runId,
    schedule_id: groups === 'schedule' ? last.scheduleId : null,
    count: notice.count,
    raised_at: since,
  };
}

async function growAlerts(client: Statements, stored: readonly Stored[]): Promise<void> {
  if (stored.length === 0) return;
  const rows = stored.map(({ group: { rule, last }, notice }) => ({
    tenant_id: rule.tenantId,
    notice_id: notice.id,
    count: notice.count,
    message: sayAlert({ kind: rule.on, about: last.about, count: notice.count, why: last.why }),
  }));
  await client.$executeRaw(Prisma.sql`/* grow_group_alerts */
    update alerts a
    set count = g.count, message = g.message
    from json_to_recordset(${JSON.stringify(rows)}::json) as g (tenant_id uuid, notice_id uuid, count int, message text)
    join notice_alerts n on n.tenant_id = g.tenant_id and n.notice_id = g.notice_id
    where a.tenant_id = n.tenant_id and a.id = n.alert_id and a.state = 'OPEN'`);
}

type Link = { tenantId: string; noticeId: string; alertId: string };

async function linkAlerts(client: Statements, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* link_alerts */
    insert into notice_alerts (tenant_id, notice_id, alert_id)
    select *
    from unnest(
      ${uuidArray(links.map(({ tenantId }) => tenantId))}::text::uuid[],
      ${uuidArray(links.map(({ noticeId }) => noticeId))}::text::uuid[],
      ${uuidArray(links.map(({ alertId }) => alertId))}::text::uuid[]
    ) as l (tenant_id, notice_id, alert_id)
    on conflict do nothing`);
}

/** What somebody saw to may be over, or is not told of any more: its groups are looked at now. */
async function lookAgain(client: Statements, items: readonly Item[]): Promise<void> {
  const seen = items.flatMap(({ tenantId, settledAlertId }) =>
    settledAlertId === null ? [] : [{ tenantId, alertId: settledAlertId }],
  );
  if (seen.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* look_again_at_notices */
    update notices n
    set look_at = now()
    where n.over_at is null and (n.tenant_id, n.id) in (
      select a.tenant_id, a.notice_id
      from unnest(${uuidArray(seen.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(seen.map(({ alertId }) => alertId))}::text::uuid[])
        as s (tenant_id, alert_id)
      join notice_alerts a on a.tenant_id = s.tenant_id and a.alert_id = s.alert_id
    )`);
}
