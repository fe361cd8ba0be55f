/** What the event log tells that rules may ask for, with what it is about: one statement for each kind of thing. */

import type { EventType } from '#domain/event-catalogue.ts';
import { gateNames } from '#domain/gate/gate.ts';
import type { Happening } from '#domain/notification/match.ts';
import { kindRules, type NoticeKind, noticeKindOf, severityOf } from '#domain/notification/notice-kinds.ts';
import { ruleAlertKinds, type Severity } from '#domain/sla/alert-kinds.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countFailures } from './count-failures.ts';

/** Types of events that are read for rules. */
export const watchedTypes = [
  'job.dead',
  'job.failed',
  'run.failed',
  'schedule.ticked',
  'alert.raised',
  'alert.resolved',
  'alert.acknowledged',
] as const satisfies readonly EventType[];

/** Something that happened, with what a message says of it. */
export type Told = Happening & {
  /** The name of what its group is about. */
  about: string;
  why: string;
  severity: Severity;
  runId: string | null;
  /** The alert that stands about it already. */
  alertId: string | null;
};

/** An event and what of it rules may ask for; `settledAlertId` is an alert that somebody saw to. */
export type Item = {
  tenantId: string;
  eventId: bigint;
  entry: number;
  event: FeedEvent;
  tells: Told[];
  settledAlertId: string | null;
};

type Named = { tenantId: string; id: string };
type Fact = {
  tenantId: string;
  id: string;
  queueId: string | null;
  taskId: string | null;
  workflowId: string | null;
  scheduleId: string | null;
  runId: string | null;
  gateId?: string | null;
  names: Partial<Record<'queue' | 'task' | 'workflow' | 'schedule' | 'gate', string | null>>;
  why: string | null;
  kind: string | null;
  ruleId: string | null;
};

/** The items of a page of the log. What is gone meanwhile is told nobody. */
export async function readHappenings(client: Statements, events: readonly FeedEvent[]): Promise<Item[]> {
  const of = (noun: string) => events.filter(({ type }) => type.startsWith(`${noun}.`)).map(named);
  const missed = events.filter(({ type, to }) => type === 'schedule.ticked' && to === 'MISSED');
  const facts = new Map<string, Fact>();
  const keep = (found: readonly Fact[]) => {
    for (const fact of found) facts.set(fact.id, fact);
  };
  keep(await factsOfJobs(client, of('job')));
  keep(await factsOfRuns(client, of('run')));
  keep(await factsOfSchedules(client, missed.map(named)));
  keep(await factsOfAlerts(client, events.filter(({ type }) => type === 'alert.raised').map(named)));
  const schedules = [...facts.values()].flatMap(({ tenantId, scheduleId }) =>
    scheduleId === null ? [] : [{ tenantId, id: scheduleId }],
  );
  const failures = await countFailures(client, schedules);
  return events.map((event) => {
    const fact = facts.get(event.entityId);
    const kinds = kindsOf(event, fact);
    return {
      tenantId: event.tenantId,
      eventId: event.rowId,
      entry: event.entry,
      event,
      tells: fact === undefined ? [] : kinds.map((kind) => tellOf({ event, fact, kind, failures })),
      settledAlertId: isSettling(event) ? event.entityId : null,
    };
  });
}

function named({ tenantId, entityId }: FeedEvent): Named {
  return { tenantId, id: entityId };
}

function isSettling({ type }: FeedEvent): boolean {
  return type === 'alert.resolved' || type === 'alert.acknowledged';
}

/** What an event is to rules; the failure of scheduled work is one of its schedule as well. */
function kindsOf({ type, to }: FeedEvent, fact: Fact | undefined): NoticeKind[] {
  const ofSchedule: NoticeKind[] = fact?.scheduleId ? ['SCHEDULE_FAILING'] : [];
  if (type === 'job.dead') return ['JOB_DEAD', ...(fact?.runId === null ? ofSchedule : [])];
  if (type === 'job.failed') return ['JOB_FAILED', ...(fact?.runId === null ? ofSchedule : [])];
  if (type === 'run.failed') return ['RUN_FAILED', ...ofSchedule];
  if (type === 'schedule.ticked') return to === 'MISSED' ? ['SCHEDULE_MISSED'] : [];
  if (type !== 'alert.raised' || fact === undefined) return [];
  const kind = noticeKindOf(fact.kind ?? '');
  // The group was there before the alert that it raised itself.
  return kind === undefined || isOfGroup(kind) ? [] : [kind];
}

/** True for kinds whose alert is raised with their group, and not found in the log. */
export function isOfGroup(kind: NoticeKind): boolean {
  return ruleAlertKinds.some((one) => one === kind) && kind !== 'QUEUE_OLD' && kind !== 'NO_WORKER';
}

type Telling = { event: FeedEvent; fact: Fact; kind: NoticeKind; failures: ReadonlyMap<string, number> };

function tellOf({ event, fact, kind, failures }: Telling): Told {
  const { groups } = kindRules[kind];
  const { names, why, ...ids } = fact;
  return {
    ...ids,
    gateId: ids.gateId ?? null,
    kind,
    at: event.at,
    failures: failures.get(fact.scheduleId ?? '') ?? 0,
    about: groups === 'engine' ? '' : (names[groups] ?? 'without a name'),
    why: why ?? event.reason ?? '',
    severity: severityOf(kind, fact.kind ?? undefined),
    alertId: event.type === 'alert.raised' ? event.entityId : null,
  };
}

function wanted(things: readonly Named[]): Prisma.Sql {
  return Prisma.sql`unnest(${uuidArray(things.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(things.map(({ id }) => id))}::text::uuid[])
    as wanted (tenant_id, id)`;
}

async function factsOfJobs(client: Statements, jobs: readonly Named[]): Promise<Fact[]> {
  if (jobs.length === 0) return [];
  return await client.$queryRaw<Fact[]>(Prisma.sql`/* read_facts_of_jobs */
    select j.tenant_id as "tenantId", j.id, j.queue_id as "queueId", j.task_id as "taskId", null as "workflowId",
      j.schedule_id as "scheduleId", j.run_id as "runId", json_build_object('queue', q.name, 'task', t.name, 'schedule', s.name) as names,
      left(coalesce(j.error ->> 'message', j.reason), 500) as why, null as kind, null as "ruleId"
    from ${wanted(jobs)}
    join jobs j on j.tenant_id = wanted.tenant_id and j.id = wanted.id
    join tasks t on t.tenant_id = j.tenant_id and t.id = j.task_id
    left join queues q on q.tenant_id = j.tenant_id and q.id = j.queue_id
    left join schedules s on s.tenant_id = j.tenant_id and s.id = j.schedule_id`);
}

async function factsOfRuns(client: Statements, runs: readonly Named[]): Promise<Fact[]> {
  if (runs.length === 0) return [];
  return await client.$queryRaw<Fact[]>(Prisma.sql`/* read_facts_of_runs */
    select r.tenant_id as "tenantId", r.id, null as "queueId", null as "taskId", r.workflow_id as "workflowId",
      r.schedule_id as "scheduleId", r.id as "runId", json_build_object('workflow', w.name, 'schedule', s.name) as names,
      left(concat_ws(': ', r.reason, f.message), 500) as why, null as kind, null as "ruleId"
    from ${wanted(runs)}
    join runs r on r.tenant_id = wanted.tenant_id and r.id = wanted.id
    join workflows w on w.tenant_id = r.tenant_id and w.id = r.workflow_id
    left join schedules s on s.tenant_id = r.tenant_id and s.id = r.schedule_id
    left join lateral (
      select j.error ->> 'message' as message
      from jobs j
      where j.tenant_id = r.tenant_id and j.run_id = r.id and j.step_key = r.failed_step and j.state in ('FAILED', 'DEAD')
      order by j.item
      limit 1
    ) f on r.failed_step is not null`);
}

async function factsOfSchedules(client: Statements, schedules: readonly Named[]): Promise<Fact[]> {
  if (schedules.length === 0) return [];
  return await client.$queryRaw<Fact[]>(Prisma.sql`/* read_facts_of_schedules */
    select distinct s.tenant_id as "tenantId", s.id, null as "queueId", null as "taskId", null as "workflowId",
      s.id as "scheduleId", null as "runId", jsonb_build_object('schedule', s.name) as names, null as why, null as kind, null as "ruleId"
    from ${wanted(schedules)}
    join schedules s on s.tenant_id = wanted.tenant_id and s.id = wanted.id`);
}

async function factsOfAlerts(client: Statements, alerts: readonly Named[]): Promise<Fact[]> {
  if (alerts.length === 0) return [];
  return await client.$queryRaw<Fact[]>(Prisma.sql`/* read_facts_of_alerts */
    select a.tenant_id as "tenantId", a.id, coalesce(a.queue_id, j.queue_id) as "queueId", j.task_id as "taskId", null as "workflowId",
      a.schedule_id as "scheduleId", a.run_id as "runId", a.gate_id as "gateId",
      json_build_object('queue', q.name, 'task', t.name, 'gate', (${JSON.stringify(gateNames)}::json ->> g.kind) || ' "' || g.key || '"') as names,
      left(a.message, 500) as why, a.kind, a.rule_id as "ruleId"
    from ${wanted(alerts)}
    join alerts a on a.tenant_id = wanted.tenant_id and a.id = wanted.id
    left join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
    left join tasks t on t.tenant_id = j.tenant_id and t.id = j.task_id
    left join queues q on q.tenant_id = a.tenant_id and q.id = coalesce(a.queue_id, j.queue_id)
    left join gates g on g.tenant_id = a.tenant_id and g.id = a.gate_id`);
}
