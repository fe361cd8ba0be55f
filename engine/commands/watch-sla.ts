/**
 * One look of the SLA watch over the jobs of every tenant: a limit that broke since the last look becomes one alert,
 * and alerts whose work has started or settled are resolved. Nobody but this clock judges: a late worker cannot hide it.
 */
import { bounds } from '#domain/bounds.ts';
import { publicId } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import {
  type Breach,
  type BreachKind,
  breaches,
  breachSentence,
  nextBreachAtMs,
  parseSla,
  type Sla,
} from '#domain/sla.ts';
import type { Context } from '#engine/context.ts';
import { appendEvents, type NewEvent } from '#engine/event-log.ts';
import { newId } from '#engine/id.ts';
import { arrayOf, uuidArray } from '#engine/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Where the next look at open alerts goes on; null: at the beginning. */
export type AlertCursor = { tenantId: string; id: string } | null;

export type SlaWatch = { judged: number; raised: number; resolved: number; cursor: AlertCursor };

// Late to start may still end in time; late to end is late for whoever waits for it.
const severities: Record<BreachKind, 'WARNING' | 'CRITICAL'> = { START_BY: 'WARNING', MAX_DURATION: 'CRITICAL' };
const actor = 'system:sla-watch';

type WatchedJob = {
  tenantId: string;
  id: string;
  taskName: string;
  dueAtMs: number;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  runId: string | null;
  scheduleId: string | null;
  sla: Sla;
};
type Raising = { id: string; job: WatchedJob; breach: Breach };

/** Judges the jobs whose limit is due, and looks again at a page of open alerts. */
export async function watchSla(
  context: Pick<Context, 'database' | 'hints'>,
  cursor: AlertCursor = null,
): Promise<SlaWatch> {
  const watch = await transaction(context.database, '', async (tx) => {
    const jobs = await lockDueJobs(tx);
    const raised = jobs.length === 0 ? 0 : await judge(tx, jobs);
    return { judged: jobs.length, raised, ...(await resolveAlerts(tx, cursor)) };
  });
  if (watch.raised + watch.resolved > 0) context.hints.send('news');
  return watch;
}

type Fields = [string, string, string, number, number | null, number | null, string | null, string | null, Json];

async function lockDueJobs(tx: Transaction): Promise<WatchedJob[]> {
  const [row] = await tx.client.$queryRaw<{ jobs: string | null }[]>(Prisma.sql`/* lock_sla_jobs */
    with due as materialized (
      select tenant_id, id, task_id, task_version_id, due_at, started_at, finished_at, run_id, schedule_id
      from jobs
      where sla_at <= now()
      order by sla_at
      limit ${bounds.breachesPerPassMax}
      for no key update skip locked
    )
    select json_agg(json_build_array(d.tenant_id, d.id, t.name, extract(epoch from d.due_at)::float8 * 1000,
      extract(epoch from d.started_at)::float8 * 1000, extract(epoch from d.finished_at)::float8 * 1000, d.run_id, d.schedule_id, v.sla))::text as jobs
    from due d
    join tasks t on t.tenant_id = d.tenant_id and t.id = d.task_id
    join task_versions v on v.tenant_id = d.tenant_id and v.id = d.task_version_id`);
  const rows: Fields[] = JSON.parse(row?.jobs ?? '[]');
  return rows.map(([tenantId, id, taskName, dueAtMs, startedAtMs, finishedAtMs, runId, scheduleId, sla]) => {
    const parsed = parseSla(sla);
    const instants = {
      dueAtMs: Math.round(dueAtMs),
      startedAtMs: roundOrNull(startedAtMs),
      finishedAtMs: roundOrNull(finishedAtMs),
    };
    return { tenantId, id, taskName, ...instants, runId, scheduleId, sla: parsed.ok ? parsed.value : {} };
  });
}

async function judge(tx: Transaction, jobs: WatchedJob[]): Promise<number> {
  const nowMs = tx.now.getTime();
  const broken = jobs.flatMap((job) =>
    breaches(job.sla, job, nowMs).map((breach): Raising => ({ id: newId(), job, breach })),
  );
  const raised = broken.length === 0 ? new Set<string>() : await insertAlerts(tx, broken);
  await appendEvents(tx, raisedEvents(broken.filter(({ id }) => raised.has(id))));
  await tx.client.$executeRaw(Prisma.sql`/* move_sla */
    update jobs j
    set sla_at = n.sla_at
    from unnest(
      ${uuidArray(jobs.map((job) => job.tenantId))}::text::uuid[],
      ${uuidArray(jobs.map((job) => job.id))}::text::uuid[],
      ${arrayOf(jobs.map((job) => nextLook(job, nowMs)))}::text::timestamptz[]
    ) as n (tenant_id, id, sla_at)
    where j.tenant_id = n.tenant_id and j.id = n.id`);
  return raised.size;
}

/** A limit that is broken already needs no second look. */
function nextLook(job: WatchedJob, nowMs: number): string {
  const atMs = nextBreachAtMs(job.sla, job);
  return atMs === undefined || atMs < nowMs ? 'null' : new Date(atMs + 1).toISOString();
}

async function insertAlerts(tx: Transaction, broken: Raising[]): Promise<ReadonlySet<string>> {
  const rows = broken.map(({ id, job, breach }) => ({
    tenant_id: job.tenantId,
    id,
    kind: kindOf(breach),
    severity: severities[breach.kind],
    message: messageOf(job, breach),
    subject_id: job.id,
    run_id: job.runId,
    schedule_id: job.scheduleId,
  }));
  const inserted = await tx.client.$queryRaw<{ id: string }[]>(Prisma.sql`/* raise_alerts */
    insert into alerts (tenant_id, id, kind, state, severity, message, subject_id, job_id, run_id, schedule_id, raised_at)
    select tenant_id, id, kind, 'OPEN', severity, message, subject_id, subject_id, run_id, schedule_id, now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (tenant_id uuid, id uuid, kind text, severity text, message text, subject_id uuid,
      run_id uuid, schedule_id uuid)
    order by tenant_id, subject_id, kind
    on conflict do nothing
    returning id`);
  return new Set(inserted.map((row) => row.id));
}

function raisedEvents(raised: Raising[]): NewEvent[] {
  return raised.map(({ id, job, breach }) => ({
    tenantId: job.tenantId,
    type: 'alert.raised',
    entityIds: [id],
    to: 'OPEN',
    reason: kindOf(breach),
    actor,
    payloads: [{ job: publicId('job', job.id), severity: severities[breach.kind], message: messageOf(job, breach) }],
  }));
}

type ResolvedAlert = { tenant_id: string; id: string; job_id: string };

/** Goes round the open alerts page by page, so that a thousand that stay open never hide one that is over. */
async function resolveAlerts(tx: Transaction, cursor: AlertCursor): Promise<{ resolved: number; cursor: AlertCursor }> {
  const after = cursor ?? {
    tenantId: '00000000-0000-0000-0000-000000000000',
    id: '00000000-0000-0000-0000-000000000000',
  };
  const [row] = await tx.client.$queryRaw<
    { seen: number; last: string | null; resolved: string | null }[]
  >(Prisma.sql`/* resolve_alerts */
    with page as materialized (
      select tenant_id, id, kind, job_id
      from alerts
      where state = 'OPEN' and (tenant_id, id) > (${after.tenantId}::uuid, ${after.id}::uuid)
      order by tenant_id, id
      limit ${bounds.alertsPerPassMax}
      for no key update skip locked
    ),
    over as (
      select p.tenant_id, p.id
      from page p
      join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
      where j.finished_at is not null or (p.kind = 'SLA_START_BY' and j.started_at is not null)
    ),
    moved as (
      update alerts a
      set state = 'RESOLVED', resolved_at = now()
      from over o
      where a.tenant_id = o.tenant_id and a.id = o.id and a.state = 'OPEN'
      returning a.tenant_id, a.id, a.job_id
    )
    select (select count(*)::int from page) as seen,
      (select json_build_object('tenantId', tenant_id, 'id', id)::text from page order by tenant_id desc, id desc limit 1) as last,
      (select json_agg(json_build_object('tenant_id', tenant_id, 'id', id, 'job_id', job_id))::text from moved) as resolved`);
  const resolved: ResolvedAlert[] = JSON.parse(row?.resolved ?? '[]');
  await appendEvents(tx, resolvedEvents(resolved));
  const last: AlertCursor =
    row === undefined || row.seen < bounds.alertsPerPassMax ? null : JSON.parse(row.last ?? 'null');
  return { resolved: resolved.length, cursor: last };
}

function resolvedEvents(resolved: ResolvedAlert[]): NewEvent[] {
  return resolved.map((alert) => ({
    tenantId: alert.tenant_id,
    type: 'alert.resolved',
    entityIds: [alert.id],
    from: 'OPEN',
    to: 'RESOLVED',
    actor,
    payloads: [{ job: publicId('job', alert.job_id) }],
  }));
}

function kindOf(breach: Breach): string {
  return `SLA_${breach.kind}`;
}

function messageOf(job: WatchedJob, breach: Breach): string {
  return `${job.taskName}: ${breachSentence(breach)}`;
}

function roundOrNull(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
