/** Rules as the read side hands them out. */
import { type NoticeKind, noticeKinds, type ScopeNoun } from '#domain/notification/notice-kinds.ts';
import type { SayableRule } from '#domain/notification/say-rule.ts';
import { assert } from '#domain/unreachable.ts';
import type { Statements } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A rule with the names of what it is narrowed to and whom it tells. */
export type RuleRow = {
  tenantId: string;
  id: string;
  name: string;
  on: NoticeKind;
  queueId: string | null;
  taskId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  times: number | null;
  lastsMs: number | null;
  channelIds: string[];
  windowMs: number;
  tellsEnd: boolean;
  paused: boolean;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  removedAt: Date | null;
  sayable: SayableRule;
};

type Names = { queue: string | null; task: string | null; workflow: string | null; schedule: string | null };
type Stored = Omit<RuleRow, 'on' | 'sayable'> & Names & { kind: string; channels: string[] | null };

/** The rules of a condition on `r`, by name. */
export async function readRules(
  client: Statements,
  { where, limit }: { where: Prisma.Sql; limit: number },
): Promise<RuleRow[]> {
  const rows = await client.$queryRaw<Stored[]>(Prisma.sql`/* read_rules */
    select r.tenant_id as "tenantId", r.id, r.name, r.kind, r.queue_id as "queueId", r.task_id as "taskId",
      r.workflow_id as "workflowId", r.schedule_id as "scheduleId", r.times::int as times, r.lasts_ms as "lastsMs",
      r.channel_ids as "channelIds", r.window_ms as "windowMs", r.tells_end as "tellsEnd", r.paused,
      r.created_by as "createdBy", r.created_at as "createdAt", r.updated_at as "updatedAt", r.removed_at as "removedAt",
      q.name as queue, t.name as task, w.name as workflow, s.name as schedule,
      (select array_agg(c.name order by c.name) from channels c where c.tenant_id = r.tenant_id and c.id = any(r.channel_ids)) as channels
    from notification_rules r
    left join queues q on q.tenant_id = r.tenant_id and q.id = r.queue_id
    left join tasks t on t.tenant_id = r.tenant_id and t.id = r.task_id
    left join workflows w on w.tenant_id = r.tenant_id and w.id = r.workflow_id
    left join schedules s on s.tenant_id = r.tenant_id and s.id = r.schedule_id
    where ${where}
    order by r.name, r.id
    limit ${limit}`);
  return rows.map(({ kind, queue, task, workflow, schedule, channels, ...row }) => {
    const on = noticeKindOfRule(kind);
    const scope = scopeOf({ queue, task, workflow, schedule });
    return { ...row, on, sayable: { ...row, on, scope, channels: channels ?? [] } };
  });
}

function scopeOf(names: Names): Partial<Record<ScopeNoun, string>> {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== null));
}

/** The kind of a stored rule; nothing else was ever written. */
export function noticeKindOfRule(stored: string): NoticeKind {
  const kind = noticeKinds.find((one) => one === stored);
  assert(kind !== undefined, 'the kind of a rule is known');
  return kind;
}
